"""Network namespaces without names: each lives exactly as long as this process holds it.

Used by lab.py. A named namespace outlives a lab that was killed; one that hangs on an open
descriptor cannot. For the same reason every process that is started in one asks the kernel to be
killed when this process ends. So nothing is left behind, however a lab ends, and labs that run
side by side have no names to collide.
"""
import contextlib
import ctypes
import os
import subprocess
import threading

CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
COMMAND_SECONDS = 20

_libc = ctypes.CDLL(None, use_errno=True)


class CommandFailed(Exception):
    """A tool of the lab did not do what it was asked for."""


def end_with_parent(signal_number):
    """Has the kernel send this process a signal when its parent ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)


def _check(status, what):
    if status != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _new_namespace():
    """The descriptor of a new namespace; made on a thread of its own, which then ends."""
    made = []

    def make():
        try:
            _check(_libc.unshare(CLONE_NEWNET), "unshare")
            made.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC))
        except OSError as error:
            made.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    return made[0]


class Namespace:
    """One machine of the lab."""

    def __init__(self, name):
        self.name = name
        self._descriptor = _new_namespace()

    @property
    def path(self):
        """Where other processes find it, as `nsenter --net=` and `ip link … netns` take it."""
        return f"/proc/{os.getpid()}/fd/{self._descriptor}"

    def close(self):
        """Lets it go; its links go with it as soon as no process is left in it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def run(self, *command, stdin=None, check=True):
        """Runs a short command to its end and returns what it printed."""
        done = subprocess.run(
            ["nsenter", f"--net={self.path}", "--", *command], input=stdin, text=True,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=COMMAND_SECONDS)
        if check and done.returncode != 0:
            raise CommandFailed(
                f"{self.name}: {' '.join(command)}: {done.stderr.strip()}\n{stdin or ''}")
        return done.stdout + done.stderr

    def spawn(self, *command, **options):
        """Starts a process that ends with this one at the latest. Its pid is the command's own.

        To be called on the main thread: the kernel takes the end of the *thread* for that of the
        parent.
        """
        assert threading.current_thread() is threading.main_thread()
        options.setdefault("stdin", subprocess.DEVNULL)
        # Not in our process group: Ctrl-C is for the lab, which then ends its processes in order.
        return subprocess.Popen(
            ["nsenter", f"--net={self.path}", "--", "setpriv", "--pdeathsig", "KILL", "--",
             *command],
            start_new_session=True, **options)

    def links(self, *commands):
        """Executes lines of `ip`, all in one process."""
        self.run("ip", "-batch", "-", stdin="\n".join(commands) + "\n")

    def rules(self, text):
        """Executes nftables commands, all or none of them."""
        self.run("nft", "-f", "-", stdin=text + "\n")

    @contextlib.contextmanager
    def inside(self):
        """Moves the calling thread here for the while: for sockets and settings."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        try:
            _check(_libc.setns(self._descriptor, CLONE_NEWNET), "setns")
            try:
                yield
            finally:
                _check(_libc.setns(home, CLONE_NEWNET), "setns")
        finally:
            os.close(home)

    def set(self, **settings):
        """Writes settings of the kernel, `net__ipv4__ip_forward=1` for net.ipv4.ip_forward."""
        with self.inside():
            for name, value in settings.items():
                with open("/proc/sys/" + name.replace("__", "/"), "w") as file:
                    file.write(str(value))
