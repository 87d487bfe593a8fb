"""Stand-in for the client of seed 001: sends a file (and a line feed) or receives one message."""
import argparse
import logging
import socket

LIMIT = 3000

logging.basicConfig(level=logging.INFO, format="%(asctime)s [%(levelname)s] [%(threadName)s] %(message)s")
parser = argparse.ArgumentParser()
parser.add_argument("host")
parser.add_argument("port", type=int)
parser.add_argument("socktype")
parser.add_argument("mode")
parser.add_argument("filename", nargs="?")
arguments = parser.parse_args()

kind = socket.SOCK_STREAM if arguments.socktype.upper() == "TCP" else socket.SOCK_DGRAM
with socket.socket(socket.AF_INET, kind) as connection:
    connection.settimeout(10)
    connection.connect((arguments.host, arguments.port))
    if arguments.mode.lower() == "send":
        with open(arguments.filename, "rb") as file:
            data = file.read() + b"\n"
        connection.sendall(data)
        logging.info("Sent: %d bytes", len(data))
    else:
        connection.sendall(b"<<GET>>")
        logging.info("Received: \n %s", connection.recv(LIMIT).decode("ascii"))
