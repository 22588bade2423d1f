"""The cases: what is done to the network during a match, and what must hold afterwards.

Used by `run`. Each is a function that takes a Bench and is registered by `@case`, with its purpose
and the seconds that it takes; those that differ only in the gateways are made in a loop.
"""
import itertools
import signal
import time

from bench import Case
from checks import (
    describe_path, expect_direct, expect_equal_counts, expect_equal_end, expect_exit_code,
    expect_relay_only, game_datagrams)
from lab import IPV4, IPV6, RELAY_PORT, STUN_PORT
from players import FRAMES_A_SECOND, Match, Relay

CASES = []
FOREIGN_STUN = IPV4.endpoint(STUN_PORT)


def case(name, purpose, seconds, *arguments):
    """Registers the function below, to be called with these arguments after the bench."""
    def register(function):
        CASES.append(Case(name, purpose, seconds, lambda bench: function(bench, *arguments)))
        return function
    return register


# Which pairs of gateways get through

MATRIX_MODES = ("none", "masq", "fullcone", "symm", "udpblock")
MATRIX_SECONDS = 6


def is_direct(mode_a, mode_b):
    """What a full ICE agent achieves here with host and server-reflexive candidates: a port that
    is another for every address cannot be named to a gateway that wants to know it first."""
    pair = {mode_a, mode_b}
    return "udpblock" not in pair and pair not in ({"masq", "symm"}, {"symm"})


def play_pair(bench, mode_a, mode_b, plan):
    with bench.lab(mode_a, mode_b, plan=plan) as lab:
        match = bench.match(lab, MATRIX_SECONDS)
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_equal_counts(bench, match)
    (expect_direct if is_direct(mode_a, mode_b) else expect_relay_only)(bench, match)
    describe_path(bench, match)


# Both orders: host and guest do not do the same.
for a, b in itertools.product(MATRIX_MODES, repeat=2):
    case(f"matrix:{a}/{b}", "plays directly" if is_direct(a, b) else "stays on the relay",
         MATRIX_SECONDS + 2, a, b, IPV4)(play_pair)
for a, b in (("none", "none"), ("none", "firewall"), ("firewall", "firewall")):
    case(f"ipv6:{a}/{b}", "plays directly where there is no IPv4", MATRIX_SECONDS + 2,
         a, b, IPV6)(play_pair)


# What happens to the direct path

# Silence that makes a path suspect, and a tick or two until it is looked at; then what a machine
# that has other things to do may add.
DETECTION_MILLISECONDS = 300 + 50
# The probation of a healed path, and the time between two probes.
RECOVERY_MILLISECONDS = 2500 + 500


def cut_and_heal(bench, quiet, dark, after, phase=0.0):
    """Cuts the direct path at one gateway in the middle of a match, and heals it.

    In seconds: until the cut, from there to the healing, from there to the end; `phase` shifts the
    cut within a frame.
    """
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, quiet + dark + after)
        sleep_until(match.wait_until_direct() + quiet + phase)
        cut = lab.gateways["a"].cut_direct()
        sleep_until(cut.after + dark)
        heal = lab.gateways["a"].heal()
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_equal_counts(bench, match)
    for player in match.players:
        bench.expect_equal(player.fallback["cause"], "silence", f"{player.name}: fallback by")
        kinds = [event["kind"] for event in player.fallback["events"]]
        bench.expect(kinds == ["degraded", "recovered"], player.fallback_text())
        detection = milliseconds_from(cut, player.events("fallback"))
        recovery = milliseconds_from(heal, player.events("recovered"))
        bench.figures.setdefault("detection", []).append(detection)
        bench.figures.setdefault("recovery", []).append(recovery)
        bench.expect_at_most(DETECTION_MILLISECONDS, detection, f"{player.name}: detected after")
        bench.expect_at_most(RECOVERY_MILLISECONDS, recovery, f"{player.name}: recovered after")


@case("cut-heal", "a cut of 5 s is told at once, costs no input, and is over when it heals", 15)
def cut_heal(bench):
    cut_and_heal(bench, quiet=5, dark=5, after=4)


def repeated_cut(number, count):
    """One of many short matches with a cut each, spread over the phases of a frame. Not several
    cuts in one match: each within a minute of the last doubles the probation."""
    return Case(f"cut-heal:{number}", "one of many cuts", 10, lambda bench: cut_and_heal(
        bench, quiet=3, dark=2.5, after=3.5, phase=number / count / FRAMES_A_SECOND))


# The longest time in which nothing may come directly after a mapping has changed.
REBIND_MILLISECONDS = 2000
# Outside the range that systems take ports from.
MOVED_PORTS = (20000, 20999)
# A datagram that had passed the gateway when its mapping moved is still under way on a busy machine.
UNDER_WAY_SECONDS = 0.1


def rebind(bench, mode_b):
    with bench.lab("masq", mode_b) as lab:
        match = bench.match(lab, 10)
        sleep_until(match.wait_until_direct() + 3)
        move = lab.gateways["a"].move_mappings(MOVED_PORTS)
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_equal_counts(bench, match)
    ports = {packet.source_port for packet in lab.watch["b"].arrived()
             if packet.at > move.after + UNDER_WAY_SECONDS}
    bench.expect(all(MOVED_PORTS[0] <= port <= MOVED_PORTS[1] for port in ports),
                 f"the mapping did not move: bob heard from ports {ports}")
    for player in match.players:
        ended = player.events("finished")[0].at
        arrivals = [packet.at for packet in game_datagrams(lab.watch[player.side].arrived())
                    if move.before - 1 < packet.at < ended]
        gaps = [later - earlier for earlier, later in itertools.pairwise([*arrivals, ended])]
        bench.expect_at_most(REBIND_MILLISECONDS, 1000 * max(gaps, default=ended),
                             f"{player.name}: heard nothing for")
        bench.note(player.fallback_text())


case("rebind:none", "a NAT gives another port in the middle; the other is a public machine", 11,
     "none")(rebind)
case("rebind:masq", "the same, where the other's NAT lets in only who was written to", 11,
     "masq")(rebind)


# What happens to the relay

# The window: what a player may run ahead, and so what one may lack before it has to wait.
WINDOW_MILLISECONDS = 10 * 1000 / FRAMES_A_SECOND
# Several attempts with growing pauses between them.
RECONNECTION_MILLISECONDS = 8000


@case("relay-kill", "the relay is killed and is back after 2 s; the game does not notice", 16)
def relay_kill(bench):
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, 15)
        sleep_until(match.wait_until_direct() + 4)
        match.relay.kill()
        sleep_until(time.monotonic() + 2)
        match.relay.start()
        restarted = time.monotonic()
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_equal_counts(bench, match)
    for player in match.players:
        back = [event.at for event in player.events("path")
                if event.is_path("relay", "up") and event.at > restarted]
        bench.expect_at_most(RECONNECTION_MILLISECONDS,
                             1000 * (back[0] - restarted) if back else None,
                             f"{player.name}: relay path back after")
        bench.expect_equal(player.path("relay")["state"], "up", f"{player.name}: relay path")
        # At least while there was no relay, but for the moment until that is noticed.
        bench.expect(player.modes["directOnly"] > 1500, f"{player.name}: modes {player.modes}")
        stalls = [event["stalledMs"] for event in player.events("resumed")]
        bench.expect(max(stalls, default=0) <= WINDOW_MILLISECONDS, f"{player.name}: {stalls} ms")


@case("early-join", "whoever has the invite can join, though the host's line is slow", 7)
def early_join(bench):
    with bench.lab("none", "none", wired=("a",)) as lab:
        lab.wires["a"].set("delay=200")
        match = bench.match(lab, 2)
        match.finish()
    expect_equal_end(bench, match)


# What happens to everything


@case("both-gone:4s", "nothing gets through for 4 s; the match goes on", 14)
def both_gone_for_a_while(bench):
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, 9)
        sleep_until(match.wait_until_direct() + 3)
        for gateway in lab.gateways.values():
            cut = gateway.cut_all()
        sleep_until(cut.after + 4)
        for gateway in lab.gateways.values():
            gateway.heal()
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_equal_counts(bench, match)
    for player in match.players:
        bench.expect(player.modes["dark"] > 3000, f"{player.name}: modes {player.modes}")
        bench.note(player.fallback_text())


@case("both-gone:for-good", "nothing gets through any more; both end with code 4", 14)
def both_gone_for_good(bench):
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, 60)
        sleep_until(match.wait_until_direct() + 3)
        for gateway in lab.gateways.values():
            cut = gateway.cut_all()
        match.finish(seconds=15)
        elapsed = 1000 * (time.monotonic() - cut.before)
    bench.expect_at_most(12_500, elapsed, "both ended after")
    for player in match.players:
        expect_exit_code(bench, player, 4)
        bench.expect_equal(player.summary.get("endReason"), "peerLost", f"{player.name}: end")


@case("pause", "one machine stops for 3 s; both go on to the same end", 11)
def pause(bench):
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, 7)
        sleep_until(match.wait_until_direct() + 3)
        match.bob.process.send_signal(signal.SIGSTOP)
        sleep_until(time.monotonic() + 3)
        match.bob.process.send_signal(signal.SIGCONT)
        match.finish()
    if not expect_equal_end(bench, match):
        return
    stalled = match.ann.summary["rollback"]["stallMilliseconds"]
    bench.expect(stalled > 2000, f"ann did not wait for bob: stalled {stalled} ms")
    bench.note(f"ann waited {stalled} ms")
    for player in match.players:
        bench.note(player.fallback_text())


# What the program measures, and what it keeps to itself


@case("wire", "latency, jitter and loss of a real line are measured rightly", 32)
def wire(bench):
    with bench.lab("none", "none", wired=("b",)) as lab:
        lab.wires["b"].set("delay=40 jitter=5 loss=2")
        match = bench.match(lab, 30)
        match.finish()
        from_bob, to_bob = lab.wires["b"].close()
    if not expect_equal_end(bench, match):
        return
    expect_direct(bench, match)
    real_rtt = from_bob["meanDelay"] + to_bob["meanDelay"]
    for player, direction in ((match.ann, from_bob), (match.bob, to_bob)):
        rtt, loss = player.path("p2p")["rtt"]["p50"], player.path("p2p")["loss"]
        real_loss = direction["lost"] / direction["seen"]
        said = f"{player.name}: rtt {rtt} ms of {real_rtt:.1f}, loss {loss:.1%} of {real_loss:.1%}"
        bench.note(said)
        bench.expect(abs(rtt - real_rtt) <= 5 and abs(loss - real_loss) <= 0.02, said)
        bench.expect(direction["lost"] > 0, "the line lost nothing")


@case("relay-only", "--relay-only sends not one UDP packet", MATRIX_SECONDS + 2)
def relay_only(bench):
    with bench.lab("none", "none") as lab:
        match = bench.match(lab, MATRIX_SECONDS, host=("--relay-only",))
        match.finish()
    if not expect_equal_end(bench, match):
        return
    expect_relay_only(bench, match)
    watch = lab.watch["a"]
    packets = [packet for packet in watch.packets if packet.source == watch.host]
    bench.expect(not packets, f"ann sent {len(packets)} UDP packets, the first: {packets[:1]}")


@case("stun-coturn", "where the relay's STUN is blocked, somebody else's does", MATRIX_SECONDS + 2)
def stun_coturn(bench):
    with bench.lab("masq", "masq") as lab:
        lab.block_relay_stun()
        lab.start_coturn()
        foreign = ("--stun", FOREIGN_STUN)
        match = bench.match(lab, MATRIX_SECONDS, host=foreign, guest=foreign)
        match.finish()
        blocked = lab.blocked_stun_packets()
    if not expect_equal_end(bench, match):
        return
    expect_direct(bench, match)
    describe_path(bench, match)
    bench.expect(blocked > 0, "nobody asked the relay's STUN: unused, not blocked")


# What `ghostline doctor` has to say behind each gateway: words that must be in its output.
DOCTOR_WORDS = {
    "none": ("NAT        none", "filtering  endpoint-independent"),
    "masq": ("NAT        yes", "mapping    endpoint-independent",
             "filtering  address-and-port-dependent", "with a strict NAT      relay only"),
    "fullcone": ("NAT        yes", "mapping    endpoint-independent",
                 "filtering  endpoint-independent", "with a strict NAT      P2P and relay"),
    "symm": ("NAT        yes", "(symmetric, strict)", "with a home router     relay only",
             "with a lenient NAT     P2P and relay"),
    "udpblock": ("UDP        blocked", "with a public machine  relay only"),
}


def doctor(bench, mode):
    with bench.lab(mode, "none") as lab:
        lab.start_coturn()
        Relay(lab, bench.program)
        output = lab.hosts["a"].run(
            bench.program, "doctor", f"ghostline://{IPV4.endpoint(RELAY_PORT)}",
            "--stun", FOREIGN_STUN, check=False)
    (bench.folder / "doctor.out").write_text(output)
    bench.expect("the relay path works" in output, "doctor does not find the relay usable")
    for word in DOCTOR_WORDS[mode]:
        bench.expect(word in output, f"doctor does not say '{word}'")


for mode in DOCTOR_WORDS:
    case(f"doctor:{mode}", "ghostline doctor says what this gateway does", 6, mode)(doctor)


def sleep_until(moment):
    time.sleep(max(0.0, moment - time.monotonic()))


def milliseconds_from(moment, events):
    """From a moment to the first event after it; None when there was none."""
    after = [event.at for event in events if event.at >= moment.before]
    return 1000 * (after[0] - moment.middle) if after else None
