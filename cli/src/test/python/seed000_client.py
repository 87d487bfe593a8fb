"""Stand-in for the client of seed 000: one message, one reply."""
import socket
import sys


def main(argv):
    print(f"Parsing parameters: {argv}")
    body = argv[2].encode()[:255]
    message = bytes([len(body)]) + body
    with socket.create_connection(("127.0.0.1", int(argv[1])), timeout=10) as connection:
        print(f"sending message: {message}")
        connection.sendall(message)
        print(f"Response: {connection.recv(256)}")


main(sys.argv)
