"""Stand-in for the server of seed 003: the time since a client's previous message, for at most five clients."""
import argparse
import socket
import threading
import time

CLIENTS = 5
free = threading.Semaphore(CLIENTS)


def handle(connection):
    with connection:
        connection.settimeout(arguments.timeout)
        previous = time.monotonic()
        try:
            while data := connection.recv(1024):
                delta = time.monotonic() - previous
                connection.sendall(f"UUID: {data.decode()} received after {delta:.6f} seconds".encode())
                previous = time.monotonic()
        except TimeoutError:
            print("timeout", flush=True)
    free.release()


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=47945)
parser.add_argument("--timeout", type=float, default=5)
arguments = parser.parse_args()
with socket.create_server((arguments.host, arguments.port), backlog=CLIENTS) as listener:
    print(f"Listening on {listener.getsockname()[1]}", flush=True)
    while True:
        free.acquire()
        threading.Thread(target=handle, args=(listener.accept()[0],), daemon=True).start()
