"""Stand-in for the server of seed 000: one recv, one reply, close."""
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

MAX_THREADS = 6


def handle(connection, address):
    with connection:
        print(f"Received connection from {address}", flush=True)
        connection.settimeout(60)
        data = connection.recv(256)
        message = data[1:]
        print(f"received message: {message}", flush=True)
        print(f"sending back message: {message[::-1]}", flush=True)
        connection.sendall(data[:1] + message[::-1])


def main(argv):
    print(f"Parsing parameters: {argv}", flush=True)
    port = int(argv[1]) if len(argv) > 1 else 8080
    threads = min(int(argv[2]) if len(argv) > 2 else 3, MAX_THREADS)
    with socket.create_server(("127.0.0.1", port)) as listener, ThreadPoolExecutor(threads) as pool:
        print(f"Listening on port '{listener.getsockname()[1]}'.", flush=True)
        print(f"Maximum number of threads is set to {threads}.", flush=True)
        while True:
            pool.submit(handle, *listener.accept())


main(sys.argv)
