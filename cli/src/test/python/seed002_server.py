"""Stand-in for the simple server of seed 002: one client until it leaves, then the next."""
import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8000)
arguments = parser.parse_args()

with socket.create_server((arguments.host, arguments.port)) as listener:
    print(f"Listening on {listener.getsockname()[1]}", flush=True)
    while True:
        connection, address = listener.accept()
        with connection:
            print(f"Connected by {address}", flush=True)
            while connection.recv(1024):
                connection.sendall(b"pong")
