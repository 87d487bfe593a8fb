"""The socket of a service manager: prints each datagram that it is sent, on one line."""
import socket
import sys

path = sys.argv[1]
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
    manager.bind("\0" + path[1:] if path.startswith("@") else path)
    print("bound", flush=True)
    while True:
        print(manager.recv(4096).decode().replace("\n", " "), flush=True)
