"""What must hold after a match, whatever was done to the network: used by cases.py."""
import statistics


def expect_equal_end(bench, match):
    """Both went through to the end, with the same inputs and states, and every input came.

    Returns whether both wrote a summary, without which there is nothing more to look at.
    """
    for player in match.players:
        expect_exit_code(bench, player, 0)
        if not player.summary:
            bench.expect(False, f"{player.name}: no summary")
            return False
        expect_whole_match(bench, player, match.frames)
    digests = [(player.summary["finalChecksum"], player.summary["chain"])
               for player in match.players]
    bench.expect(digests[0] == digests[1] and None not in digests[0],
                 f"final checksums and chains differ: {digests}")
    return True


def expect_exit_code(bench, player, code):
    ending = "did not end" if player.code is None else f"exit code {player.code}"
    bench.expect(player.code == code, f"{player.name}: {ending}, see {player.name}.err")


def expect_whole_match(bench, player, frames):
    summary, peer = player.summary, player.summary["peers"][0]
    applied = sum(player.path(path)["inputs"]["first"] for path in ("p2p", "relay"))
    for what, value, expected in (
        ("end", summary["endReason"], "completed"),
        ("confirmed frame", summary["confirmedFrame"], frames),
        ("verified frame", peer["verifiedFrame"], frames),
        ("hash mismatches", peer["hashMismatches"], 0),
        ("inputs applied", applied, frames),
    ):
        bench.expect_equal(value, expected, f"{player.name}: {what}")


MATCH_DATAGRAM = 0
# How many datagrams may cross the link of a program that has ended already.
LATE_DATAGRAMS = 30


def expect_equal_counts(bench, match):
    """What each program says it sent and received directly is what crossed its link."""
    for player in match.players:
        capture, p2p = match.lab.watch[player.side], player.path("p2p")
        bench.expect_equal(capture.missed, 0, f"{player.name}: missed by the capture")
        sent, arrived = game_datagrams(capture.sent()), game_datagrams(capture.arrived())
        bench.expect_equal(p2p["packetsSent"], len(sent), f"{player.name}: packets sent")
        bench.expect_equal(p2p["bytesSent"], sum(packet.length for packet in sent),
                           f"{player.name}: bytes sent")
        late = len(arrived) - p2p["packetsReceived"]
        bench.expect(0 <= late <= LATE_DATAGRAMS, f"{player.name}: packets received"
                     f" {p2p['packetsReceived']}, {len(arrived)} arrived")


def game_datagrams(packets):
    """Leaves out the probes of addresses and their answers, which the summary does not count.

    What a datagram is stands in clear in its first byte, sealed or not (docs/wire-format.md). That
    packets and bytes both have to agree to the last would show if it lied.
    """
    return [packet for packet in packets if packet.first >> 3 & 3 == MATCH_DATAGRAM]


def expect_direct(bench, match):
    """The direct path carried: nearly all the time together with the relay, and inputs came."""
    for player in match.players:
        share = player.modes["dual"] / max(1, sum(player.modes.values()))
        bench.expect(share > 0.8, f"{player.name}: both paths in {share:.0%} of the time only")
        received = player.summary["inputs"]["receivedViaP2P"]
        bench.expect(received > 0.8 * match.frames, f"{player.name}: {received} inputs by P2P")


# Until the first datagram comes by the relay, nothing delivers.
DARK_START_MILLISECONDS = 500


def expect_relay_only(bench, match):
    """The relay carried everything; a path that never was up is no fallback."""
    for player in match.players:
        modes = player.modes
        bench.expect_equal(player.summary["inputs"]["receivedViaP2P"], 0,
                           f"{player.name}: inputs by P2P")
        bench.expect(modes["dual"] == 0 and modes["directOnly"] == 0 and modes["relayOnly"] > 0
                     and modes["dark"] < DARK_START_MILLISECONDS, f"{player.name}: modes {modes}")
        bench.expect(not player.fallback["triggered"], f"{player.name}: fell back from nothing")


def describe_path(bench, match):
    """Notes which path carried, how soon the direct one was there, and its round trip."""
    carried = all(player.summary["inputs"]["receivedViaP2P"] > 0 for player in match.players)
    path, name = ("direct", "p2p") if carried else ("relay", "relay")
    times = [player.milliseconds_to_direct() for player in match.players]
    to_direct = max(times) if carried and None not in times else None
    rtts = [player.path(name)["rtt"]["p50"] for player in match.players]
    rtt = statistics.mean(value for value in rtts if value is not None)
    bench.figures.update(path=path, rtt=rtt, toDirect=to_direct)
    after = "" if to_direct is None else f" after {to_direct} ms"
    bench.note(f"{path}{after}, rtt {rtt:.1f} ms")
