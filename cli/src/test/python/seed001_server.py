"""Stand-in for the server of seed 001: a queue behind socketserver, one recv of 3000 bytes a request."""
import argparse
import logging
import queue
import socketserver

LIMIT = 3000
messages = queue.Queue()


def answer(data, empty):
    """The reply to a request, or None where the original sends nothing."""
    if not data.startswith(b"<<GET>>"):
        messages.put(data)
        return None
    try:
        return messages.get_nowait()
    except queue.Empty:
        return empty


class TcpHandler(socketserver.BaseRequestHandler):
    def handle(self):
        reply = answer(self.request.recv(LIMIT), b"Error - no messages in queue.")
        if reply is not None:
            self.request.sendall(reply)


class UdpHandler(socketserver.BaseRequestHandler):
    def handle(self):
        data, connection = self.request
        reply = answer(data, b"Error: No messages.")
        if reply is not None:
            connection.sendto(reply, self.client_address)


class TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class UdpServer(socketserver.ThreadingUDPServer):
    max_packet_size = LIMIT
    daemon_threads = True


logging.basicConfig(level=logging.INFO, format="%(asctime)s [%(levelname)s] [%(threadName)s] %(message)s")
parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("socktype")
arguments = parser.parse_args()
tcp = arguments.socktype.upper() == "TCP"
server = TcpServer(("127.0.0.1", arguments.port), TcpHandler) if tcp else UdpServer(("127.0.0.1", arguments.port), UdpHandler)
with server:
    logging.info("Server started on %s:%d", *server.server_address)
    server.serve_forever()
