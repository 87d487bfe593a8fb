"""A service manager in little (sd_listen_fds(3)): listens first, and for each line of its input starts a program that serves there.

    service_manager.py SOCKET... -- PROGRAM...

A SOCKET is tcp:HOST:PORT, udp:HOST:PORT, unix:PATH, or one that nobody can serve on: pipe, connected. PORT0, PORT1, ... in the
program's words are the ports of the sockets.
"""
import os
import socket
import sys

separator = sys.argv.index("--")
passed = []


def listening(what):
    kind, _, address = what.partition(":")
    if kind == "pipe":
        return os.pipe()[0], 0
    if kind == "connected":
        end = socket.socketpair()
        passed.extend(end)
        return end[0].fileno(), 0
    if kind == "unix":
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.bind(address)
    else:
        host, _, port = address.rpartition(":")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        made.bind((host, int(port)))
    if kind != "udp":
        made.listen(16)
    passed.append(made)
    return made.fileno(), 0 if kind == "unix" else made.getsockname()[1]


sockets = [listening(what) for what in sys.argv[1:separator]]
program = sys.argv[separator + 1 :]
for i, (_, port) in enumerate(sockets):
    program = [word.replace(f"PORT{i}", str(port)) for word in program]
print("listening", *(port for _, port in sockets), flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        # First out of the way of each other.
        high = [os.dup2(number, 100 + i) for i, (number, _) in enumerate(sockets)]
        for i, number in enumerate(high):
            os.dup2(number, 3 + i)
        os.closerange(3 + len(high), 200)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(high)), LISTEN_FDNAMES="web:other")
        os.execvp(program[0], program)
    print("started", child, flush=True)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
