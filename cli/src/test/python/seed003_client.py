"""Stand-in for the client of seed 003: UUIDs, one at a time."""
import argparse
import socket
import uuid

parser = argparse.ArgumentParser()
parser.add_argument("--num_msgs", type=int, required=True)
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=47945)
parser.add_argument("--timeout", type=float, default=5)
arguments = parser.parse_args()
with socket.create_connection((arguments.host, arguments.port), timeout=arguments.timeout) as connection:
    for _ in range(arguments.num_msgs):
        text = str(uuid.uuid4())
        connection.sendall(text.encode())
        reply = connection.recv(1024).decode()
        print(f"{text} -> {reply}", flush=True)
