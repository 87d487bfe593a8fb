"""Stand-in for the multi-select server of seed 002: non-blocking sockets, one thread."""
import argparse
import select
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8000)
arguments = parser.parse_args()

with socket.create_server((arguments.host, arguments.port)) as listener:
    listener.setblocking(False)
    print(f"Listening on {listener.getsockname()[1]}", flush=True)
    readers, owed = [listener], {}
    while True:
        readable, writable, _ = select.select(readers, list(owed), [])
        for ready in readable:
            if ready is listener:
                connection, _ = listener.accept()
                connection.setblocking(False)
                readers.append(connection)
            elif ready.recv(1024):
                owed[ready] = b"pong"
            else:
                readers.remove(ready)
                owed.pop(ready, None)
                ready.close()
        for ready in writable:
            if ready in owed:
                ready.send(owed.pop(ready))
