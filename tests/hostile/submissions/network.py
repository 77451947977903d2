"""
title = "TCP, UDP, raw IP, UNIX sockets by path and abstract, netlink, packets, and datagrams through a socketpair"
ends = {outputs = "raised"}
"""
import os
import socket
import urllib.request

from src import loot

TARGETS = [
    (socket.AF_INET, socket.SOCK_STREAM, 0, ("127.0.0.1", int("@TCP@"))),
    (socket.AF_INET, socket.SOCK_DGRAM, 0, ("127.0.0.1", int("@UDP@"))),
    (socket.AF_INET, socket.SOCK_RAW, 1, ("127.0.0.1", 0)),
    (socket.AF_INET, socket.SOCK_DGRAM, 1, ("127.0.0.1", 0)),
    (socket.AF_INET6, socket.SOCK_STREAM, 0, ("::1", int("@TCP@"))),
    (socket.AF_UNIX, socket.SOCK_STREAM, 0, "@TOP@/stream"),
    (socket.AF_UNIX, socket.SOCK_DGRAM, 0, "@TOP@/datagram"),
    (socket.AF_UNIX, socket.SOCK_STREAM, 0, "\0@TOKEN@.stream"),
    (socket.AF_UNIX, socket.SOCK_DGRAM, 0, "\0@TOKEN@.datagram"),
    (socket.AF_NETLINK, socket.SOCK_RAW, 0, (0, 0)),
    (socket.AF_PACKET, socket.SOCK_RAW, 0, ("lo", 0)),
    (getattr(socket, "AF_VSOCK", 40), socket.SOCK_STREAM, 0, (2, 1)),
    (getattr(socket, "AF_ALG", 38), socket.SOCK_SEQPACKET, 0, ("hash", "sha256")),
]


def answer(x, note):
    for family, kind, protocol, address in TARGETS:
        loot.must_be_refused("socket", int(family), int(kind), protocol)
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError:
            continue
        loot.breach(f"a socket of family {family}")
        try:
            sock.connect(address)
            sock.send(note.encode())
        except OSError:
            pass
    for kind in (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            pair = socket.socketpair(socket.AF_UNIX, kind)
        except OSError:
            continue
        for address in ("@TOP@/datagram", "\0@TOKEN@.datagram", "/dev/log", "/run/systemd/journal/socket"):
            try:
                pair[0].sendto(note.encode(), address)
                loot.breach(f"a datagram to {address}")
            except OSError:
                pass
            try:
                pair[0].connect(address)
                loot.breach(f"connected to {address}")
            except OSError:
                pass
    channel = loot.channel_of()
    for address in ("@TOP@/datagram", "\0@TOKEN@.datagram"):
        loot.must_raise("sendto on the channel", channel.sendto, b"x", address)
        loot.must_raise("connect on the channel", channel.connect, address)
        loot.must_raise("bind on the channel", channel.bind, "/tmp/@TOKEN@")
    channel.detach()
    try:
        urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1)
        loot.breach("urlopen")
    except OSError:
        pass
    loot.done()
    raise RuntimeError("nobody there")
