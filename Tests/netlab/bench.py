"""What a case is, and what it works with.

Used by cases.py, which has them, by checks.py, which has what must hold after every match, and by
`run`, which plays them.
"""
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from lab import Lab
from players import FRAMES_A_SECOND, Match


@dataclass
class Bench:
    """One run of a case: makes its lab and its match, and holds what has come out so far."""
    program: str
    folder: Path
    failures: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)

    def lab(self, mode_a, mode_b, **options):
        return Lab(mode_a, mode_b, self.folder, **options)

    def match(self, lab, seconds, **options):
        return Match(lab, self.program, round(seconds * FRAMES_A_SECOND), **options)

    def expect(self, holds, complaint):
        if not holds:
            self.failures.append(complaint)

    def expect_equal(self, value, expected, what):
        self.expect(value == expected, f"{what} {value}, not {expected}")

    def expect_at_most(self, limit, milliseconds, what):
        """Expects a time, which is None when it never came to that, and notes it."""
        if milliseconds is None:
            self.failures.append(f"{what}: never")
        else:
            self.note(f"{what} {milliseconds:.0f} ms")
            self.expect(milliseconds <= limit, f"{what} {milliseconds:.0f} ms, over {limit:.0f}")

    def note(self, text):
        self.notes.append(text)


@dataclass(frozen=True)
class Case:
    """Something that is done to the network during a match. `a:b` is the case b of the family a."""
    name: str
    purpose: str
    # About how long it takes: the longest begin first.
    seconds: float
    play: Callable

    def answers_to(self, word):
        """Whether somebody who says `word` means this case."""
        return word in (self.name, self.name.split(":")[0])
