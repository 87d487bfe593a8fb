"""Stand-in for the server of seed 004: reversed text, a thread for each client, ended by 'stop'."""
import socket
import sys
import threading


def handle(connection):
    with connection:
        while data := connection.recv(1024):
            text = data.decode()
            if text == "stop":
                listener.shutdown(socket.SHUT_RDWR)
                return
            connection.sendall(text[::-1].encode())


port = int(sys.argv[1]) if len(sys.argv) > 1 else 6666
with socket.create_server(("127.0.0.1", port)) as listener:
    print(f"Listening on {listener.getsockname()[1]}", flush=True)
    try:
        while True:
            threading.Thread(target=handle, args=(listener.accept()[0],), daemon=True).start()
    except OSError:
        print("stopped", flush=True)
