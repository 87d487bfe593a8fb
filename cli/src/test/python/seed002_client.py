"""Stand-in for the client of seed 002: parallel clients, ten pings each."""
import argparse
import socket
from concurrent.futures import ThreadPoolExecutor

PINGS = 10


def run(number):
    with socket.create_connection((arguments.host, arguments.port), timeout=20) as connection:
        for _ in range(PINGS):
            connection.sendall(b"ping")
            print(f"Client #{number}: {connection.recv(1024).decode()}\n", end="", flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8000)
parser.add_argument("--num-clients", type=int, default=1)
arguments = parser.parse_args()
with ThreadPoolExecutor(arguments.num_clients) as pool:
    list(pool.map(run, range(arguments.num_clients)))
