"""The independent observer: every UDP packet that crosses a host's link, seen at its gateway.

Used by players.py and cases.py. It sits before the gateway's NAT, so it sees the host's own
addresses, and it knows nothing of what the program says about itself.
"""
import ipaddress
import socket
import struct
import threading
import time
from typing import NamedTuple

ETH_P_ALL = 0x0003
SOL_PACKET, PACKET_STATISTICS = 263, 6
BUFFER_BYTES = 4 << 20
UDP = 17


class Packet(NamedTuple):
    """One UDP packet; addresses as text, the time on the monotonic clock."""
    at: float
    source: str
    source_port: int
    destination: str
    destination_port: int
    length: int
    # The first byte of what it carries, 0 for nothing.
    first: int


def parse(frame, at):
    """The UDP packet in an Ethernet frame; nothing for anything else."""
    kind = frame[12:14]
    if kind == b"\x08\x00" and frame[23] == UDP:
        header = 14 + 4 * (frame[14] & 15)
        source, destination = frame[26:30], frame[30:34]
    elif kind == b"\x86\xdd" and frame[20] == UDP:
        header, source, destination = 54, frame[22:38], frame[38:54]
    else:
        return None
    source_port, destination_port, length = struct.unpack_from("!HHH", frame, header)
    first = frame[header + 8] if length > 8 else 0
    return Packet(at, str(ipaddress.ip_address(source)), source_port,
                  str(ipaddress.ip_address(destination)), destination_port, length - 8, first)


class Capture:
    """Collects the UDP packets of one link, from its making on until it is closed."""

    def __init__(self, namespace, interface, host, servers):
        """`host` is the address of the machine on the link; traffic with `servers` (STUN) is kept
        apart from that with the other player."""
        self.host = host
        self.servers = frozenset(servers)
        self.packets = []
        with namespace.inside():
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        self._socket.bind((interface, ETH_P_ALL))
        self._socket.settimeout(0.2)
        self.missed = 0
        self._open = True
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        while self._open:
            try:
                frame = self._socket.recv(2048)
            except TimeoutError:
                continue
            except OSError:
                # The link is gone, with the wire that made it.
                return
            packet = parse(frame, time.monotonic())
            if packet is not None:
                self.packets.append(packet)

    def stop(self):
        """Ends it; may be called twice. `missed` is then what the kernel had to leave out: more
        than nothing, and no figure is worth much."""
        if self._open:
            self._open = False
            self._thread.join()
            statistics = self._socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8)
            self._socket.close()
            _, self.missed = struct.unpack("II", statistics)

    def sent(self):
        """UDP packets from the host to anyone but the servers."""
        return [packet for packet in self.packets
                if packet.source == self.host and packet.destination not in self.servers]

    def arrived(self):
        """UDP packets to the host from anyone but the servers."""
        return [packet for packet in self.packets
                if packet.destination == self.host and packet.source not in self.servers]
