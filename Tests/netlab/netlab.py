"""Plays real matches between network namespaces, behind every pair of NATs, and breaks the network.

    Tests/netlab/run                       every case
    Tests/netlab/run matrix relay-kill     those cases; `matrix:masq/symm` for one of a family
    Tests/netlab/run --list
    Tests/netlab/run cut-heal --repeat 50 --jobs 4    many cuts: percentiles of the detection
    Tests/netlab/run --program .build/release/ghostline

Needs root. Installs the tools it lacks. Where namespaces cannot be made it says so and ends with
0. Exits with 1 when a case failed, and names the folder where everything that was logged is kept.
"""
import argparse
import multiprocessing
import multiprocessing.connection
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import cases
import namespace
from bench import Bench
from lab import Lab
from players import PlayerFailed

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# What is called, and the Debian package that has it.
TOOLS = {"ip": "iproute2", "ss": "iproute2", "nft": "nftables", "conntrack": "conntrack",
         "turnserver": "coturn", "nsenter": "util-linux", "setpriv": "util-linux"}
# The processes of the cases: copies of this one, so that cases need not be serializable.
FORKED = multiprocessing.get_context("fork")
# A case that takes this much longer than it should is ended.
OVERTIME = 60.0


def main():
    options = parse_arguments()
    if options.list:
        for case in cases.CASES:
            print(f"{case.name:24} {case.purpose}")
        return 0
    chosen = choose(options)
    obstacle = find_obstacle()
    if obstacle:
        print(f"netlab: skipped: {obstacle}")
        return 0
    program = pathlib.Path(options.program).resolve()
    if not os.access(program, os.X_OK):
        sys.exit(f"netlab: there is no program {program}: build it first, with swift build")
    end_on_signals()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="netlab-"))
    runner = Runner(str(program), folder, options.jobs)
    try:
        results = runner.run(chosen)
    except BaseException:
        runner.stop()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    print_matrix(results)
    if options.repeat:
        print_percentiles(results)
    failed = [result for result in results if result["failures"]]
    if failed:
        print(f"\nlogs: {folder}")
        for result in failed:
            print(f"  {result['name']}: {'; '.join(result['failures'])}")
    else:
        shutil.rmtree(folder)
    print(f"\n{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="Tests/netlab/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="as --list prints it, or a family")
    parser.add_argument("--list", action="store_true", help="print the cases and end")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="labs side by side (2)")
    parser.add_argument("--program", default=str(ROOT / ".build/debug/ghostline"), metavar="PATH")
    parser.add_argument("--repeat", type=int, default=0, metavar="N", help="N cuts, by cut-heal")
    options = parser.parse_args()
    if options.jobs < 1:
        parser.error("--jobs must be at least 1")
    if options.repeat and options.cases != ["cut-heal"]:
        parser.error("--repeat is for cut-heal alone")
    return options


def choose(options):
    if options.repeat:
        return [cases.repeated_cut(number, options.repeat) for number in range(options.repeat)]
    for word in options.cases:
        if not any(case.answers_to(word) for case in cases.CASES):
            sys.exit(f"netlab: no case '{word}'; --list names them")
    return [case for case in cases.CASES
            if not options.cases or any(case.answers_to(word) for word in options.cases)]


# Whether there can be a lab here


def find_obstacle():
    """Why there can be no lab on this machine, in a few words; nothing when there can."""
    if os.geteuid() != 0:
        return "needs root, to make network namespaces"
    missing = install_tools()
    if missing:
        return f"cannot install {' '.join(missing)}"
    try:
        with tempfile.TemporaryDirectory() as folder, Lab("symm", "fullcone", folder):
            return None
    except (OSError, namespace.CommandFailed) as error:
        return f"no network namespaces with NAT here: {str(error).splitlines()[0]}"


def install_tools():
    """Installs what is missing, and returns what still is."""
    packages = {package for tool, package in TOOLS.items() if not shutil.which(tool)}
    if not packages:
        return []
    print("netlab: installs", *sorted(packages), flush=True)
    # Run level 1 keeps the package's own server from being started on this machine.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update"],
                    ["apt-get", "install", "-y", "--no-install-recommends", *sorted(packages)]):
        try:
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        except FileNotFoundError:
            break
    return sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})


# Running


class Runner:
    """Plays cases side by side, each in a process of its own, and prints a line as each ends."""

    def __init__(self, program, folder, jobs):
        self.program, self.folder, self.jobs = program, folder, jobs
        # By the connection on which its result comes.
        self.running = {}

    def run(self, chosen):
        waiting = sorted(chosen, key=lambda case: -case.seconds)
        results = []
        while waiting or self.running:
            while waiting and len(self.running) < self.jobs:
                self.start(waiting.pop(0))
            for connection in multiprocessing.connection.wait(list(self.running), timeout=1):
                results.append(self.collect(connection))
                self.print(results[-1])
            self.end_overdue()
        order = [case.name for case in chosen]
        return sorted(results, key=lambda result: order.index(result["name"]))

    def start(self, case):
        folder = self.folder / case.name.replace(":", "-").replace("/", "-")
        folder.mkdir()
        ours, theirs = FORKED.Pipe(duplex=False)
        process = FORKED.Process(target=play, args=(case, self.program, folder, theirs))
        process.start()
        theirs.close()
        self.running[ours] = (process, case, folder, time.monotonic())

    def collect(self, connection):
        process, case, folder, began = self.running.pop(connection)
        try:
            result = connection.recv()
        except EOFError:
            result = {"failures": ["ended without a result"], "notes": [], "figures": {}}
        connection.close()
        process.join()
        if not result["failures"]:
            shutil.rmtree(folder)
        return {"name": case.name, "seconds": time.monotonic() - began, **result}

    def end_overdue(self):
        for process, case, _, began in self.running.values():
            if time.monotonic() - began > case.seconds + OVERTIME:
                process.terminate()

    def print(self, result):
        verdict = "FAILED" if result["failures"] else "ok"
        text = "; ".join(result["failures"] + result["notes"])
        print(f"{verdict:6} {result['name']:24} {result['seconds']:5.1f} s  {text}", flush=True)

    def stop(self):
        """Ends what still runs."""
        processes = [process for process, *_ in self.running.values()]
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.kill()


def play(case, program, folder, connection):
    """Plays one case in this process, and sends what came of it."""
    end_on_signals()
    namespace.end_with_parent(signal.SIGTERM)
    bench = Bench(program, folder)
    try:
        case.play(bench)
    except Exception as error:
        (folder / "traceback.txt").write_text(traceback.format_exc())
        expected = isinstance(error, (PlayerFailed, namespace.CommandFailed))
        bench.failures.append(" ".join(str(error).split()) if expected else repr(error))
    connection.send({"failures": bench.failures, "notes": bench.notes, "figures": bench.figures})


def end_on_signals():
    """Ends this process by an exception, so that every `with` is left in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


# Telling


def print_matrix(results):
    """The table of who reaches whom: the host's gateway down, the guest's across."""
    cells = {result["name"]: result for result in results if result["name"].startswith("matrix:")}
    if len(cells) < 2:
        return
    print("\nhost \\ guest: path that carried, ms until it was direct, round trip in ms\n")
    width = 18
    print(" " * 10 + "".join(f"{mode:{width}}" for mode in cases.MATRIX_MODES))
    for host in cases.MATRIX_MODES:
        row = [cell(cells.get(f"matrix:{host}/{guest}")) for guest in cases.MATRIX_MODES]
        print(f"{host:10}" + "".join(f"{text:{width}}" for text in row))


def cell(result):
    if result is None:
        return ""
    figures = result["figures"]
    if "path" not in figures:
        return "FAILED"
    mark = "! " if result["failures"] else ""
    direct = f" {figures['toDirect']}" if figures["toDirect"] is not None else ""
    return f"{mark}{figures['path']}{direct} {figures['rtt']:.1f}"


def print_percentiles(results):
    """Of detection and recovery over all cuts, both sides of each."""
    for what in ("detection", "recovery"):
        values = sorted(value for result in results for value in result["figures"].get(what, [])
                        if value is not None)
        if values:
            p50, p95 = (values[round(share * (len(values) - 1))] for share in (0.5, 0.95))
            print(f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, least {values[0]:.0f} ms, most"
                  f" {values[-1]:.0f} ms; {len(values)} values, from both sides of each cut")


if __name__ == "__main__":
    sys.exit(main())
