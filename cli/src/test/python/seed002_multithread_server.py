"""Stand-in for the multi-threaded server of seed 002: each client in a thread of a pool."""
import argparse
import socket
from concurrent.futures import ThreadPoolExecutor


def handle(connection):
    with connection:
        while connection.recv(1024):
            connection.sendall(b"pong")


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8000)
arguments = parser.parse_args()

with socket.create_server((arguments.host, arguments.port)) as listener, ThreadPoolExecutor(10) as pool:
    print(f"Listening on {listener.getsockname()[1]}", flush=True)
    while True:
        pool.submit(handle, listener.accept()[0])
