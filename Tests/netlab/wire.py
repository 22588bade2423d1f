#!/usr/bin/env python3
"""A wire between two namespaces with delay, jitter and loss, made of two TAP devices.

Not every kernel has netem; this needs only /dev/net/tun. lab.py starts it as a process of its own
(packets must not wait for the lab's interpreter):

    wire.py NAMESPACE INTERFACE NAMESPACE INTERFACE

Namespaces are paths. A line on standard input changes the wire: `delay=40 jitter=5 loss=2` for
both directions, with `1:` or `2:` before it for the one from the first or second namespace alone;
delay (one-way) and jitter (its standard deviation) in ms, loss in percent. Jitter keeps the order
of packets, as one path mostly does. `ready` is printed when both devices exist, and at the end of
the input, for each direction, what became of UDP: how many packets were seen and lost, and how
long the others took on average, as one JSON array.
"""
import ctypes
import fcntl
import heapq
import itertools
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
CLONE_NEWNET = 0x40000000
LONGEST_FRAME = 65_536
# More than this is dropped: a second of a line that is far busier than any game makes it.
QUEUE_LIMIT = 4_000
# Frames that are read from one device before the other has its turn.
BATCH = 64


def open_tap(namespace, name):
    """A TAP device in the namespace, and its descriptor here."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(namespace, os.O_RDONLY)
    if libc.setns(there, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    try:
        tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    finally:
        libc.setns(home, CLONE_NEWNET)
        os.close(home)
        os.close(there)
    return tap


def is_udp(frame):
    kind = frame[12:14]
    if kind == b"\x08\x00":
        return frame[23:24] == b"\x11"
    return kind == b"\x86\xdd" and frame[20:21] == b"\x11"


class Direction:
    """What happens to packets one way: decides about each when it comes, by a seed of its own."""

    def __init__(self, destination, seed):
        self.destination = destination
        self.dice = random.Random(seed)
        self.settings = {"delay": 0.0, "jitter": 0.0, "loss": 0.0}
        self.last_due = 0.0
        self.seen = self.lost = self.delivered = 0
        self.seconds = 0.0

    def due(self, frame, now):
        """When the frame is to arrive; nothing when it is lost."""
        udp = is_udp(frame)
        self.seen += udp
        if self.dice.random() * 100 < self.settings["loss"]:
            self.lost += udp
            return None
        delay = max(0.0, self.dice.gauss(self.settings["delay"], self.settings["jitter"]))
        self.last_due = max(self.last_due, now + delay / 1000)
        return self.last_due

    def deliver(self, frame, arrived, now):
        try:
            os.write(self.destination, frame)
        except OSError:
            # The device is down: a packet on a cut line.
            return
        if is_udp(frame):
            self.delivered += 1
            self.seconds += now - arrived

    def report(self):
        mean = 1000 * self.seconds / self.delivered if self.delivered else None
        return {"seen": self.seen, "lost": self.lost, "meanDelay": mean}


class Wire:
    """Carries frames both ways until standard input ends."""

    def __init__(self, first, second):
        self.directions = {first: Direction(second, seed=1), second: Direction(first, seed=2)}
        self.queue = []
        self.order = itertools.count()

    def run(self):
        while True:
            now = time.monotonic()
            while self.queue and self.queue[0][0] <= now:
                _, _, direction, frame, arrived = heapq.heappop(self.queue)
                direction.deliver(frame, arrived, now)
            patience = max(0.0, self.queue[0][0] - time.monotonic()) if self.queue else None
            readable, _, _ = select.select([sys.stdin, *self.directions], [], [], patience)
            for source in readable:
                if source is not sys.stdin:
                    self.read(source)
                elif not self.obey(os.read(sys.stdin.fileno(), 4096).decode()):
                    return

    def read(self, tap):
        direction = self.directions[tap]
        now = time.monotonic()
        for _ in range(BATCH):
            try:
                frame = os.read(tap, LONGEST_FRAME)
            except OSError:
                return
            due = direction.due(frame, now)
            if due is not None and len(self.queue) < QUEUE_LIMIT:
                heapq.heappush(self.queue, (due, next(self.order), direction, frame, now))

    def obey(self, text):
        """Changes the settings; false when the input has ended."""
        for line in text.splitlines():
            directions = list(self.directions.values())
            if line[:2] in ("1:", "2:"):
                directions = [directions[int(line[0]) - 1]]
                line = line[2:]
            for word in line.split():
                key, value = word.split("=")
                for direction in directions:
                    assert key in direction.settings, key
                    direction.settings[key] = float(value)
        return text != ""


def main():
    namespace, name, other_namespace, other_name = sys.argv[1:]
    wire = Wire(open_tap(namespace, name), open_tap(other_namespace, other_name))
    print("ready", flush=True)
    wire.run()
    print(json.dumps([direction.report() for direction in wire.directions.values()]), flush=True)


if __name__ == "__main__":
    main()
