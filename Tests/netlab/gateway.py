"""The routers between the private networks and the public one, and what they do to packets.

Used by lab.py, which lays the links, and by cases.py, which cuts them and moves mappings while a
match runs. Everything is one table of nftables for each gateway.
"""
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    """What a gateway does, as nftables rules; HOST stands for the machine behind it."""
    source: tuple = ()
    destination: tuple = ()
    forward: tuple = ()
    # Others have a route to the machine behind it.
    is_routed: bool = False
    # It drops what nobody inside asked for. Not on itself either: the entry that a stray packet
    # leaves in its connection tracking takes the port that the host's own packet needs, and so
    # breaks a hole punch that every home router lets through.
    is_guarded: bool = True


MODES = {
    # A public machine: routed, no NAT, no state.
    "none": Mode(is_routed=True, is_guarded=False),
    # A home router: keeps the port where it is free, and lets in only who was written to (a port
    # restricted cone).
    "masq": Mode(source=("masquerade",)),
    # A port that is open is open for everyone.
    "fullcone": Mode(source=("masquerade",), destination=("meta l4proto udp dnat ip to HOST",),
                     forward=('iifname "wan" meta l4proto udp accept',)),
    # Another random port for every address that is written to (symmetric).
    "symm": Mode(source=("masquerade fully-random",)),
    # A company's: TCP only.
    "udpblock": Mode(source=("masquerade",), forward=('iifname "lan" meta l4proto udp drop',)),
    # Routed, but nothing comes in unasked: what IPv6 at home is like.
    "firewall": Mode(is_routed=True),
}
ESTABLISHED = "ct state established,related accept"
# Neighbours have to find each other by ICMPv6.
NEIGHBOURS = "meta l4proto ipv6-icmp accept"


def ruleset(mode, plan, host):
    """The nftables table of a gateway. What `cut` holds comes before everything else."""
    forward, inward = list(mode.forward), []
    if mode.is_guarded:
        forward += [ESTABLISHED, 'iifname "wan" drop']
        inward = [NEIGHBOURS, f'iifname "wan" {ESTABLISHED}', 'iifname "wan" drop']
    chains = [
        ("cut", None, []),
        ("forward", "type filter hook forward priority filter", ["jump cut", *forward]),
        ("inward", "type filter hook input priority filter", inward),
    ]
    # A chain for NAT switches connection tracking on, which a public machine does without.
    if mode.source:
        chains.append(("source", "type nat hook postrouting priority srcnat",
                       [f'oifname "wan" {rule}' for rule in mode.source]))
    if mode.destination:
        chains.append(("destination", "type nat hook prerouting priority dstnat",
                       [f'iifname "wan" {rule.replace("HOST", host)}'
                        for rule in mode.destination]))
    return table("lab", chains)


def table(name, chains):
    """A table of nftables, from its chains: name, hook (nothing when others jump to it), rules."""
    lines = [f"table inet {name} {{"]
    for name, hook, rules in chains:
        lines += [f"chain {name} {{", *([hook] if hook else []), *rules, "}"]
    return "\n".join(lines + ["}"])


class Moment:
    """When something was done to the network: between these two times on the monotonic clock."""

    def __init__(self, action):
        self.before = time.monotonic()
        action()
        self.after = time.monotonic()

    @property
    def middle(self):
        return (self.before + self.after) / 2


class Gateway:
    """A router between a private network and the public one."""

    def __init__(self, namespace, side, mode, plan):
        self.namespace, self.side, self.mode, self.plan = namespace, side, mode, plan
        self.namespace.rules(ruleset(MODES[mode], plan, plan.host(side)))

    def cut_direct(self):
        """Drops forwarded UDP, except that with the public servers."""
        servers = "{ " + ", ".join(self.plan.servers) + " }"
        elsewhere = " ".join(f"{self.plan.family} {end} != {servers}" for end in ("saddr", "daddr"))
        return self._cut(f"meta l4proto udp {elsewhere} drop")

    def cut_all(self):
        """Drops everything forwarded."""
        return self._cut("drop")

    def _cut(self, rule):
        return Moment(lambda: self.namespace.rules(f"add rule inet lab cut {rule}"))

    def heal(self):
        return Moment(lambda: self.namespace.rules("flush chain inet lab cut"))

    def move_mappings(self, ports):
        """Forgets the mappings of UDP, and gives every flow another public port, in this range."""
        first, last = ports
        source = 'add rule inet lab source oifname "wan"'

        def move():
            self.namespace.rules(
                "flush chain inet lab source\n"
                f"{source} meta l4proto udp masquerade to :{first}-{last}\n{source} masquerade")
            # Its exit code 1 says that there was none, which the case notices by the ports.
            self.namespace.run("conntrack", "-D", "-p", "udp", check=False)
        return Moment(move)
