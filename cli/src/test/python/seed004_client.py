"""Stand-in for the client of seed 004: one text, one reply; the host is written like a web address."""
import socket
import sys

arguments = sys.argv[1:]
host = arguments[0] if arguments else "http://127.0.0.1"
port = int(arguments[1]) if len(arguments) > 1 else 6666
payload = arguments[2] if len(arguments) > 2 else "default payload"
try:
    with socket.create_connection((host.removeprefix("http://"), port), timeout=10) as connection:
        connection.sendall(payload.encode())
        print(connection.recv(1024).decode())
except OSError:
    print(f"Couldn't get connection to {host}")
