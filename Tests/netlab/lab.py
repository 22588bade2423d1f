"""Two private networks behind two gateways, and a public network between them.

Used by cases.py, one lab for each case:

    a .2 ── lan .1 ga .21 ══╗                    ╔══ .22 gb .1 lan ── .2 b
                            ╚══ public .10 .11 ══╝
                                relay, STUN (a second address, so that RFC 5780 works)

A link of a host may be a wire with delay, jitter and loss instead of a plain one.
"""
import ipaddress
import json
import pathlib
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from capture import Capture
from gateway import MODES, Gateway, table
from namespace import CommandFailed, Namespace

RELAY_PORT, STUN_PORT = 7777, 3478
# How long a service of the lab may take to come up, and a process to end.
PATIENCE = 10.0


@dataclass(frozen=True)
class Plan:
    """The addresses of one family, from those that are kept for documentation; by side, a and b,
    those of the gateways and of the networks behind them."""
    # As nftables calls the family.
    family: str
    prefix: int
    servers: tuple
    # Nobody has this one.
    void: str
    gateways: dict
    networks: dict

    def lan(self, side):
        """The gateway's address in the network behind it."""
        return str(ipaddress.ip_network(self.networks[side])[1])

    def host(self, side):
        return str(ipaddress.ip_network(self.networks[side])[2])

    def endpoint(self, port, server=0):
        """A port of a public server, as the program's options take it."""
        host = self.servers[server]
        return f"{host}:{port}" if self is IPV4 else f"[{host}]:{port}"


IPV4 = Plan("ip", 24, ("203.0.113.10", "203.0.113.11"), "203.0.113.254",
            {"a": "203.0.113.21", "b": "203.0.113.22"}, {"a": "10.1.0.0/24", "b": "10.2.0.0/24"})
IPV6 = Plan("ip6", 64, ("2001:db8:f::10", "2001:db8:f::11"), "2001:db8:f::fe",
            {"a": "2001:db8:f::21", "b": "2001:db8:f::22"},
            {"a": "2001:db8:a::/64", "b": "2001:db8:b::/64"})


class Wire:
    """The link of one host, with delay, jitter and loss."""

    def __init__(self, process):
        self._process = process
        if process.stdout.readline().strip() != "ready":
            raise CommandFailed("the wire did not come up; is there a /dev/net/tun?")

    def set(self, text):
        """For example `delay=40 loss=2`; with `1:` before it only away from the host."""
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def close(self):
        """Ends it, and returns what became of UDP: away from the host, and to it."""
        output, _ = self._process.communicate(timeout=PATIENCE)
        return json.loads(output)


class Lab:
    """The whole topology; leaving the `with` ends what was started in it."""

    def __init__(self, mode_a, mode_b, folder, plan=IPV4, wired=()):
        self.plan, self.folder = plan, pathlib.Path(folder)
        self.namespaces, self.processes, self.captures, self.wires = [], [], [], {}
        try:
            self.public = self._namespace("public")
            self.gateways, self.hosts = {}, {}
            self._lay_public()
            for side, mode in (("a", mode_a), ("b", mode_b)):
                self._lay_side(side, mode, side in wired)
            self._route(mode_a, mode_b)
            self.watch = {side: Capture(
                self.gateways[side].namespace, "host", plan.host(side), plan.servers)
                for side in "ab"}
            self.captures += self.watch.values()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Kills what was started here, and lets the namespaces go."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()
        for process in self.processes:
            process.wait()
        for capture in self.captures:
            capture.stop()
        for namespace in self.namespaces:
            namespace.close()

    # Laying it

    def _namespace(self, name):
        namespace = Namespace(name)
        self.namespaces.append(namespace)
        # An address that has to be checked for duplicates first cannot be used for a second.
        namespace.set(net__ipv6__conf__default__accept_dad=0, net__ipv6__conf__all__accept_dad=0)
        return namespace

    def _lay_public(self):
        plan = self.plan
        self.public.links(
            "link set lo up", "link add name br0 type bridge", "link set br0 up",
            *(f"addr add {address}/{plan.prefix} dev br0" for address in plan.servers))
        self._lay_void(self.public, "br0")

    def _lay_void(self, namespace, device):
        """A default route into nothing. Without one sending fails at once, as on no real host, and
        coturn answers that by closing what its client had."""
        namespace.links(
            f"neigh replace {self.plan.void} lladdr 02:00:00:00:00:fe dev {device} nud permanent",
            f"route replace default via {self.plan.void} dev {device}")

    def _lay_side(self, side, mode, is_wired):
        plan = self.plan
        gateway, host = self._namespace("g" + side), self._namespace(side)
        self.hosts[side] = host
        gateway.set(net__ipv4__ip_forward=1, net__ipv6__conf__all__forwarding=1)
        gateway.links(
            "link set lo up",
            f"link add name wan type veth peer name wan-{side} netns {self.public.path}",
            f"addr add {plan.gateways[side]}/{plan.prefix} dev wan", "link set wan up",
            "link add name lan type bridge",
            f"addr add {plan.lan(side)}/{plan.prefix} dev lan", "link set lan up")
        self.public.links(f"link set wan-{side} master br0 up")
        self._lay_void(gateway, "wan")
        if is_wired:
            self.wires[side] = Wire(self.start(
                self.public, sys.executable, str(pathlib.Path(__file__).with_name("wire.py")),
                host.path, "eth0", gateway.path, "host",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        else:
            gateway.links(f"link add name host type veth peer name eth0 netns {host.path}")
        gateway.links("link set host master lan up")
        host.links("link set lo up", f"addr add {plan.host(side)}/{plan.prefix} dev eth0",
                   "link set eth0 up", f"route add default via {plan.lan(side)}")
        self.gateways[side] = Gateway(gateway, side, mode, plan)

    def _route(self, mode_a, mode_b):
        """Tells everyone the way to the networks that have public addresses."""
        for side, other, mode in (("a", "b", mode_a), ("b", "a", mode_b)):
            if MODES[mode].is_routed:
                plan = self.plan
                route = (f"route replace {plan.networks[side]}"
                         f" via {plan.gateways[side]}")
                self.public.links(route)
                self.gateways[other].namespace.links(route)

    # Using it

    def start(self, namespace, *command, **options):
        """Starts a process that ends with the lab at the latest."""
        process = namespace.spawn(*command, **options)
        self.processes.append(process)
        return process

    def start_coturn(self):
        """A STUN server that is not ours, on both public addresses, from port 3478 on."""
        arguments = [
            "turnserver", "-n", "--stun-only", "--no-tls", "--no-dtls", "--no-cli",
            "--proc-user=root", "--proc-group=root", "--simple-log",
            f"--listening-port={STUN_PORT}",
            *(f"--listening-ip={address}" for address in self.plan.servers),
            *(f"--{what}={self.folder}/coturn.{ending}"
              for what, ending in (("log-file", "log"), ("pidfile", "pid"), ("userdb", "db")))]
        with open(self.folder / "coturn.out", "w") as output:
            process = self.start(self.public, *arguments, stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE
        while f":{STUN_PORT}" not in self.public.run("ss", "-Hnul"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise CommandFailed(f"coturn did not come up; see {self.folder.name}/coturn.out")
            time.sleep(0.05)

    def block_relay_stun(self):
        """Lets nothing reach the relay by UDP, as a provider that forwards TCP only."""
        self.public.rules(table("provider", [(
            "inward", "type filter hook input priority filter",
            [f"udp dport {RELAY_PORT}-{RELAY_PORT + 1} counter drop"])]))

    def blocked_stun_packets(self):
        """How many tried all the same."""
        rules = json.loads(self.public.run("nft", "-j", "list", "table", "inet", "provider"))
        return sum(expression["counter"]["packets"] for item in rules["nftables"] if "rule" in item
                   for expression in item["rule"]["expr"] if "counter" in expression)


def end(process, number=signal.SIGTERM):
    """Ends a process as an operator would, and waits for it."""
    process.send_signal(number)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
