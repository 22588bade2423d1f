"""The processes under test: a relay and two players, and what they say about the match.

Used by cases.py. Every line of a player's event log is stamped when it is written, so that events
inside the program can be compared with what the lab did to the network.
"""
import json
import os
import subprocess
import threading
import time

from lab import PATIENCE, RELAY_PORT, end

FRAMES_A_SECOND = 60
# How much longer than its frames a match may take: finding each other, stalls, the lingering.
GRACE = 20.0


class PlayerFailed(Exception):
    """A process did not say or do what the case cannot go on without."""


class Lines:
    """Reads the lines of a pipe as they come, and keeps a copy in a file."""

    def __init__(self, path):
        self.path = path
        self.lines = []
        self._ended = False
        self._news = threading.Condition()
        reading, self.writing = os.pipe()
        self._thread = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._thread.start()

    def started(self):
        """The process has its end of the pipe; ours goes, so that the pipe ends with it."""
        os.close(self.writing)

    def _read(self, reading):
        with open(reading, "rb") as source, open(self.path, "wb") as copy:
            for line in source:
                now = time.monotonic()
                copy.write(line)
                copy.flush()
                with self._news:
                    self.lines.append((now, line.decode(errors="replace").rstrip("\n")))
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, find, seconds):
        """What `find` makes of the first line of which it makes something; None when no such line
        came in that time, or the pipe has ended."""
        deadline, index = time.monotonic() + seconds, 0
        with self._news:
            while True:
                for at, text in self.lines[index:]:
                    found = find(at, text)
                    if found is not None:
                        return found
                index = len(self.lines)
                patience = deadline - time.monotonic()
                if self._ended or patience <= 0:
                    return None
                self._news.wait(patience)

    def finish(self):
        self._thread.join(PATIENCE)


class Event(dict):
    """A line of a log: its members, and `at` on the lab's clock."""

    def __init__(self, at, text):
        super().__init__(json.loads(text))
        self.at = at

    def is_path(self, path, state):
        return self["event"] == "path" and self["path"] == path and self["to"] == state


class Relay:
    """The relay on the public address."""

    def __init__(self, lab, program):
        self._lab, self._program, self._number = lab, program, 0
        self.start()

    def start(self):
        self._number += 1
        path = self._lab.folder / f"relay{self._number}.out"
        lines = Lines(path)
        with open(path.with_suffix(".err"), "w") as errors:
            self.process = self._lab.start(
                self._lab.public, self._program, "relay", "--listen",
                self._lab.plan.endpoint(RELAY_PORT), stdout=lines.writing, stderr=errors)
        lines.started()
        if lines.wait_for(lambda at, text: text.startswith("relay: ") or None, PATIENCE) is None:
            raise PlayerFailed(f"the relay did not come up; see {path.with_suffix('.err').name}")

    def kill(self):
        self.process.kill()
        self.process.wait()


class Player:
    """One `ghostline host` or `join`, by the side that it plays on."""

    def __init__(self, lab, side, name, program, *arguments):
        self.side, self.name = side, name
        folder = lab.folder
        self._summary_path = folder / f"{name}.json"
        self.output, self.log = Lines(folder / f"{name}.out"), Lines(folder / f"{name}.log")
        with open(folder / f"{name}.err", "w") as errors:
            self.process = lab.start(
                lab.hosts[side], program, *arguments, "--headless", "--name", name,
                "--json", str(self._summary_path), "--log", f"/dev/fd/{self.log.writing}",
                stdout=self.output.writing, stderr=errors, pass_fds=(self.log.writing,),
                env={**os.environ, "HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")})
        self.output.started()
        self.log.started()

    def invite(self):
        prefix = "invite: "
        found = self.output.wait_for(
            lambda _, text: text[len(prefix):] if text.startswith(prefix) else None, PATIENCE)
        if found is None:
            raise PlayerFailed(f"{self.name} printed no invite; see {self.name}.err")
        return found

    def wait_for(self, find, seconds):
        """The first event that `find` holds of; None when there was none in that time."""
        def check(at, text):
            event = Event(at, text)
            return event if find(event) else None
        return self.log.wait_for(check, seconds)

    def events(self, name=None):
        everything = (Event(*line) for line in self.log.lines)
        return [event for event in everything if name in (None, event["event"])]

    def started_at(self):
        """When frame 0 was, on the program's clock in ms: from the first event, which is in one of
        the first frames. Nothing before that."""
        events = self.events()
        return events[0]["ms"] - 1000 * events[0]["frame"] / FRAMES_A_SECOND if events else None

    def milliseconds_to_direct(self):
        """From frame 0 until the direct path was up for the first time."""
        for event in self.events("path"):
            if event.is_path("direct", "up"):
                return max(0, round(event["ms"] - self.started_at()))
        return None

    def has_ended(self):
        return self.process.poll() is not None

    def finish(self):
        """Ends it if need be. Then there are `code`, None when it had not ended by itself, and
        `summary`, empty when it wrote none."""
        self.code = self.process.poll()
        if self.code is None:
            end(self.process)
        self.log.finish()
        self.output.finish()
        text = self._summary_path.read_text() if self._summary_path.exists() else ""
        self.summary = json.loads(text or "null") or {}

    @property
    def modes(self):
        return self.summary["peers"][0]["modes"]

    def path(self, name):
        """What the summary says of `p2p` or `relay`."""
        return self.summary["peers"][0]["paths"][name]

    @property
    def fallback(self):
        return self.summary["fallback"]

    def fallback_text(self):
        """The events of the fallback monitor, in words."""
        events = [f"{event['kind']}{' by ' + event['cause'] if 'cause' in event else ''}"
                  f" at {event['at'] / 1000:.2f} s" for event in self.fallback["events"]]
        return f"{self.name}: {', '.join(events) or 'none'}"


class Match:
    """A whole match: relay, ann who hosts on side a, and bob who joins on side b."""

    def __init__(self, lab, program, frames, host=(), guest=()):
        """`host` and `guest` are further options of theirs."""
        self.lab, self.frames = lab, frames
        self.relay = Relay(lab, program)
        relay = f"ghostline://{lab.plan.endpoint(RELAY_PORT)}"
        self.ann = Player(lab, "a", "ann", program, "host", "--relay", relay,
                          "--frames", str(frames), *host)
        self.bob = Player(lab, "b", "bob", program, "join", self.ann.invite(), *guest)
        self.players = (self.ann, self.bob)

    def wait_until_direct(self):
        """Waits until both play by the direct path, and returns when that was."""
        moments = []
        for player in self.players:
            found = player.wait_for(lambda event: event.is_path("direct", "up"), PATIENCE)
            if found is None:
                raise PlayerFailed(f"{player.name}: not direct within {PATIENCE:.0f} s")
            moments.append(found.at)
        return max(moments)

    def finish(self, seconds=None):
        """Waits for both to end by themselves, and stops the captures."""
        deadline = time.monotonic() + (seconds or self.frames / FRAMES_A_SECOND + GRACE)
        while time.monotonic() < deadline:
            ended = [player.has_ended() for player in self.players]
            if all(ended):
                break
            # Whoever is left alone has nothing more to wait for.
            if any(ended):
                deadline = min(deadline, time.monotonic() + GRACE)
            time.sleep(0.02)
        for player in self.players:
            player.finish()
        for capture in self.lab.watch.values():
            capture.stop()
