"""Sends a UDP server one request from each of many addresses of 127.0.0.0/8, through one socket; waits for every answer.

usage: many_sources.py PORT COUNT     prints how many answers came
"""
import socket
import struct
import sys

IP_PKTINFO = 8
AT_ONCE = 50

server = ("127.0.0.1", int(sys.argv[1]))
count = int(sys.argv[2])
first = struct.unpack("!I", socket.inet_aton("127.16.0.0"))[0]
answers = 0
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    # Below the ports the system gives to servers that take any, and none of those a server does not answer.
    client.bind(("0.0.0.0", 20_001))
    client.settimeout(5)
    waiting = 0
    for number in range(count):
        source = struct.pack("=i", 0) + struct.pack("!II", first + number, 0)
        client.sendmsg([b"who am I?"], [(socket.IPPROTO_IP, IP_PKTINFO, source)], 0, server)
        waiting += 1
        if waiting == AT_ONCE or number == count - 1:
            while waiting:
                client.recv(100)
                waiting -= 1
                answers += 1
print(answers)
