"""Plays a short match through each kind of proxy that operators put before a relay, all on this machine.

    Tests/proxies/run                      every case
    Tests/proxies/run nginx-http haproxy-tcp
    Tests/proxies/run --program .build/release/ghostline

Installs nginx, haproxy, caddy and openssl from Debian if they are missing, as root; else it says that it skips
them and ends with 0. Ends with 1 when a case failed. Every wait has an end, and what was started is ended.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# As the program has it.
SUBPROTOCOL = re.search(
    r'"(ghostline\.v\d+)"',
    (ROOT / "Sources/Transport/RelayClient/RelayClientPipeline.swift").read_text()).group(1)
# What is looked for, and the Debian package that has it.
STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so"
TOOLS = {"/usr/sbin/nginx": "nginx", STREAM_MODULE: "libnginx-mod-stream",
         "/usr/sbin/haproxy": "haproxy", "/usr/bin/openssl": "openssl"}
# Older releases have no package of it: its case is skipped there.
CADDY = "/usr/bin/caddy"
# Where proxies come from: an address of its own, so that the relay can trust them and nobody else.
PROXY = "127.0.0.9"
# Of the relay: what one address may have.
MOST_CONNECTIONS = 32
FRAMES = 180


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--program", default=str(ROOT / ".build/debug/ghostline"))
    options = parser.parse_args()
    unknown = [name for name in options.cases if name not in CASES]
    if unknown:
        parser.error(f"no case {unknown[0]}: there are {', '.join(CASES)}")
    if not os.access(options.program, os.X_OK):
        sys.exit(f"proxies: there is no program {options.program}: build it first, with swift build")
    if not install():
        return 0
    failed = [name for name in options.cases or CASES if not passes(name, options.program)]
    return 1 if failed else 0


def install():
    missing = sorted({package for path, package in TOOLS.items() if not os.path.exists(path)})
    if not missing and (os.path.exists(CADDY) or os.geteuid() != 0):
        return True
    if os.geteuid() != 0:
        print(f"proxies: skipped: needs root, to install {', '.join(missing)}")
        return False
    print(f"proxies: installs {', '.join([*missing, 'caddy'])}", flush=True)
    # Without a run level no service is started by its installation.
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    installation = ["install", "-y", "--no-install-recommends"]
    for command, is_needed in ((["update"], True), ([*installation, *missing], True),
                               ([*installation, "caddy"], False)):
        subprocess.run(["apt-get", *command], env=environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=is_needed, timeout=300)
    return True


def passes(name, program):
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="proxies-") as folder, contextlib.ExitStack() as stack:
        try:
            CASES[name](Bench(program, pathlib.Path(folder), stack))
        except Skipped as reason:
            print(f"{name:16} skipped: {reason}", flush=True)
            return True
        except (Failed, OSError, subprocess.SubprocessError) as error:
            print(f"{name:16} FAILED: {error}", flush=True)
            return False
    print(f"{name:16} ok, {time.monotonic() - began:.1f} s", flush=True)
    return True


class Bench:
    """The processes and files of one case."""

    def __init__(self, program, folder, stack):
        self.program, self.folder, self.stack = program, folder, stack

    # Processes

    def start(self, *command, **more):
        name = "ghostline" if command[0] == self.program else pathlib.Path(command[0]).name
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log, **more)
        self.stack.callback(end, process)
        return process

    def relay(self, *arguments):
        """Starts a relay; returns its process, its port and the address that it prints."""
        process = self.start(self.program, "relay", "--listen", "127.0.0.1:0", *arguments,
                             stdout=subprocess.PIPE, text=True)
        line = first_line(process)
        if not line.startswith("relay: "):
            raise Failed(f"the relay did not start: {self.log('ghostline')}")
        address = line.removeprefix("relay: ").strip()
        return process, int(address.partition("?")[0].rpartition(":")[2]), address

    def nginx(self, text):
        path = self.folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        places = "".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in
                         ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        path.write_text(f"load_module {STREAM_MODULE};\n{user}\ndaemon off;\nworker_processes 1;\n"
                        f"pid {self.folder}/nginx.pid;\nerror_log stderr notice;\n"
                        "events { worker_connections 512; }\n" + text.replace("PLACES", places))
        self.start("/usr/sbin/nginx", "-e", "stderr", "-c", str(path))

    def haproxy(self, text):
        path = self.folder / "haproxy.cfg"
        path.write_text("defaults\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
                        "  timeout tunnel 1h\n" + text)
        self.start("/usr/sbin/haproxy", "-db", "-f", str(path))

    def caddy(self, text):
        """Starts it with a CA of its own, which it makes in our folder and tells nobody of."""
        path = self.folder / "Caddyfile"
        path.write_text("{\n  admin off\n  auto_https disable_redirects\n  skip_install_trust\n}\n" + text)
        places = {f"XDG_{kind}_HOME": str(self.folder) for kind in ("DATA", "CONFIG")}
        self.start(CADDY, "run", "--adapter", "caddyfile", "--config", str(path),
                   stdout=subprocess.DEVNULL, env=dict(os.environ, **places))

    def certificate(self, name="one"):
        """Makes a certificate that nobody vouches for; returns its path, that of its key, and its pin."""
        paths = [self.folder / f"{name}.pem", self.folder / f"{name}.key"]
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", "/CN=relay", "-out", paths[0], "-keyout", paths[1])
        # HAProxy wants both in one file.
        (self.folder / f"{name}.both").write_bytes(b"".join(path.read_bytes() for path in paths))
        return str(paths[0]), str(paths[1]), pin_of(paths[0])

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    def wait_for_log(self, words, name="ghostline"):
        wait_until(lambda: words in self.log(name), f"{words!r} in {name}'s log")

    # What is looked at

    def match(self, url):
        """Plays through the relay alone, from the invite to the end."""
        results = [self.folder / "host.json", self.folder / "guest.json"]
        common = ["--headless", "--relay-only", "--frames", str(FRAMES)]
        host = self.start(self.program, "host", "--relay", url, *common, "--json", results[0],
                          stdout=subprocess.PIPE, text=True)
        line = first_line(host)
        if not line.startswith("invite: "):
            raise Failed(f"no invite by {url}: {self.log('ghostline')}")
        invite = line.removeprefix("invite: ").strip()
        guest = self.start(self.program, "join", invite, *common, "--json", results[1],
                           stdout=subprocess.DEVNULL)
        for player in (host, guest):
            if player.wait(timeout=60) != 0:
                raise Failed(f"a player ended with {player.returncode}: {self.log('ghostline')}")
        for path in results:
            result = json.loads(path.read_text())
            if result["endReason"] != "completed" or result["inputs"]["receivedViaRelay"] != FRAMES:
                raise Failed(f"{path.name}: {result['endReason']}, {result['inputs']}")

    def doctor(self, url, code, *words):
        done = subprocess.run([self.program, "doctor", url], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        missing = [word for word in words if word not in done.stdout]
        if done.returncode != code or missing:
            raise Failed(f"doctor {url}: {done.returncode}, without {missing}: {done.stdout}{done.stderr}")

    def limits_hit_clients(self, port, path="/", tls=True, turned_away=503,
                           clients=("127.0.0.1", "127.0.0.2")):
        """One client takes all that one address may have; another one is let in all the same.

        A relay that has TLS itself turns away without an answer, which would cost it a handshake: None.
        """
        greedy, other = clients
        held = [upgrade(port, path, greedy, tls) for _ in range(MOST_CONNECTIONS)]
        try:
            statuses = [status for status, _ in held]
            if set(statuses) != {101}:
                raise Failed(f"within the limits: {statuses}")
            for client, expected in ((greedy, turned_away), (other, 101)):
                status, connection = upgrade(port, path, client, tls)
                connection.close()
                if status != expected:
                    raise Failed(f"{client} beyond the limit of {greedy}: {status}, not {expected}")
        finally:
            for _, connection in held:
                connection.close()


def upgrade(port, path, source, tls):
    """Asks for the relay's protocol from an address of ours; returns the status and the connection.

    No status: the connection was ended before there was one.
    """
    connection = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            connection = context.wrap_socket(connection)
        except (ssl.SSLError, ConnectionError):
            return None, connection
    connection.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n").encode())
    answer = b""
    while b"\r\n" not in answer:
        more = connection.recv(4096)
        if not more:
            return None, connection
        answer += more
    return int(answer.split()[1]), connection


def shown_certificate(port):
    """What a server shows, as soon as it has a certificate."""
    found = []

    def shows():
        with contextlib.suppress(OSError):
            found.append(ssl.get_server_certificate(("127.0.0.1", port), timeout=5))
        return found
    wait_until(shows, f"a certificate at port {port}")
    return found[0]


def pin_of(certificate):
    return run("sh", "-c", f"openssl x509 -in {certificate} -pubkey -noout | openssl pkey -pubin -outform der"
               " | openssl dgst -sha256 -binary | basenc --base64url | tr -d =").strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port):
    def answers():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False
    wait_until(answers, f"somebody at port {port}")


def wait_until(holds, what, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise Failed(f"waited in vain for {what}")
        time.sleep(0.1)


def first_line(process, seconds=30):
    """The first line of a process; what it says after that is read and thrown away."""
    lines = []
    reader = threading.Thread(target=lambda: lines.extend([process.stdout.readline()]), daemon=True)
    reader.start()
    reader.join(seconds)
    threading.Thread(target=process.stdout.read, daemon=True).start()
    return lines[0] if lines else ""


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True,
                          timeout=30).stdout


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


# Cases


def nginx_http(bench):
    """A web server with TLS passes a path on to a relay on loopback, and says for whom."""
    _, relay, _ = bench.relay("--trusted-proxy", PROXY)
    certificate, key, pin = bench.certificate()
    secured, plain = free_port(), free_port()
    location = (f"location /ghost/ {{ proxy_pass http://127.0.0.1:{relay}/; proxy_bind {PROXY};"
                "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                "proxy_set_header Connection upgrade; proxy_set_header Host $host;"
                "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_read_timeout 1h; }")
    bench.nginx(f"http {{ PLACES access_log off;"
                f"server {{ listen 127.0.0.1:{secured} ssl http2; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {certificate};"
                f"ssl_certificate_key {key}; {location} }}"
                f"server {{ listen 127.0.0.1:{plain}; {location} }} }}\n")
    wait_for_port(secured)
    bench.match(f"wss://127.0.0.1:{secured}/ghost/?pin={pin}")
    bench.match(f"ws://127.0.0.1:{plain}/ghost/")
    bench.limits_hit_clients(secured, "/ghost/")
    bench.doctor(f"wss://127.0.0.1:{secured}/ghost/?pin={pin}", 0, "the relay path works",
                 "the relay has the key of the pin")
    bench.doctor(f"ws://127.0.0.1:{secured}/ghost/", 4, "what answers there expects TLS")
    bench.doctor(f"wss://127.0.0.1:{plain}/ghost/", 4, "what answers there speaks no TLS")
    bench.doctor(f"wss://127.0.0.1:{secured}/elsewhere?pin={pin}", 4, "no Ghostline relay")


def nginx_stream(bench):
    """A proxy of TCP that leaves TLS to the relay, and says for whom by the PROXY protocol, version 1."""
    certificate, key, pin = bench.certificate()
    _, relay, _ = bench.relay("--tls-certificate", certificate, "--tls-key", key,
                              "--trusted-proxy", PROXY, "--proxy-protocol")
    port = free_port()
    bench.nginx(f"stream {{ server {{ listen 127.0.0.1:{port}; proxy_pass 127.0.0.1:{relay};"
                f"proxy_bind {PROXY}; proxy_protocol on; }} }}\n")
    wait_for_port(port)
    bench.match(f"ghostlines://127.0.0.1:{port}?pin={pin}")
    bench.limits_hit_clients(port, turned_away=None)


def haproxy_tcp(bench):
    """A proxy that ends TLS, and says for whom by the PROXY protocol, version 2."""
    _, relay, _ = bench.relay("--trusted-proxy", PROXY, "--proxy-protocol")
    _, _, pin = bench.certificate()
    port = free_port()
    bench.haproxy(f"listen relay\n  mode tcp\n  bind 127.0.0.1:{port} ssl crt {bench.folder}/one.both\n"
                  f"  source {PROXY}\n  server relay 127.0.0.1:{relay} send-proxy-v2\n")
    wait_for_port(port)
    bench.match(f"ghostlines://127.0.0.1:{port}?pin={pin}")
    bench.limits_hit_clients(port)


def haproxy_http(bench):
    """A proxy of HTTP that ends TLS, and says for whom in a header."""
    _, relay, _ = bench.relay("--trusted-proxy", PROXY)
    _, _, pin = bench.certificate()
    port = free_port()
    bench.haproxy(f"listen relay\n  mode http\n  bind 127.0.0.1:{port} ssl crt {bench.folder}/one.both\n"
                  f"  option forwardfor\n  source {PROXY}\n  server relay 127.0.0.1:{relay}\n")
    wait_for_port(port)
    bench.match(f"wss://127.0.0.1:{port}/ghost?pin={pin}")
    bench.limits_hit_clients(port, "/ghost")


def loops(bench):
    """A relay with several event loops, behind proxies that end TLS and that leave it to the relay."""
    certificate, key, pin = bench.certificate()
    _, plain, _ = bench.relay("--trusted-proxy", PROXY, "--loops", "4")
    _, secured, _ = bench.relay("--tls-certificate", certificate, "--tls-key", key,
                                "--trusted-proxy", PROXY, "--proxy-protocol", "--loops", "4")
    ending, passing = free_port(), free_port()
    bench.nginx(f"http {{ PLACES access_log off; server {{ listen 127.0.0.1:{ending} ssl;"
                f"ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {certificate}; ssl_certificate_key {key};"
                f"location / {{ proxy_pass http://127.0.0.1:{plain}/; proxy_bind {PROXY};"
                "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                "proxy_set_header Connection upgrade; proxy_read_timeout 1h;"
                "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; } } }\n"
                f"stream {{ server {{ listen 127.0.0.1:{passing}; proxy_pass 127.0.0.1:{secured};"
                f"proxy_bind {PROXY}; proxy_protocol on; }} }}\n")
    wait_for_port(ending)
    wait_for_port(passing)
    # Each has a room of its own, on any of the loops, and each player comes in by any.
    for _ in range(3):
        bench.match(f"wss://127.0.0.1:{ending}/?pin={pin}")
        bench.match(f"ghostlines://127.0.0.1:{passing}?pin={pin}")


def caddy(bench):
    """A web server that makes its own certificates passes a path on, and says for whom without being told."""
    if not os.path.exists(CADDY):
        raise Skipped("caddy is not installed, or there is no package of it")
    # It has no word for the address that it comes from.
    proxy, clients = "127.0.0.1", ("127.0.0.2", "127.0.0.3")
    _, relay, _ = bench.relay("--trusted-proxy", proxy)
    port = free_port()
    bench.caddy(f"https://127.0.0.1:{port} {{\n  bind 127.0.0.1\n  tls internal\n"
                f"  handle_path /ghost/* {{\n    reverse_proxy 127.0.0.1:{relay}\n  }}\n}}\n")
    wait_for_port(port)
    shown = bench.folder / "shown.pem"
    shown.write_text(shown_certificate(port))
    pin = pin_of(shown)
    bench.match(f"wss://127.0.0.1:{port}/ghost/?pin={pin}")
    bench.limits_hit_clients(port, "/ghost/", clients=clients)
    bench.doctor(f"wss://127.0.0.1:{port}/ghost/?pin={pin}", 0, "the relay path works",
                 "the relay has the key of the pin")
    bench.doctor(f"wss://127.0.0.1:{port}/ghost/", 4, "it has a certificate of an issuer")
    bench.doctor(f"wss://127.0.0.1:{port}/elsewhere?pin={pin}", 4, "no Ghostline relay")


def reload(bench):
    """A relay with files of its own, which are replaced: by bad ones, and by good ones."""
    certificate, key, pin = bench.certificate()
    process, _, address = bench.relay("--tls-certificate", certificate, "--tls-key", key)
    if f"?pin={pin}" not in address:
        raise Failed(f"the relay prints {address}, and openssl the pin {pin}")
    bench.match(address)
    new_certificate, new_key, new_pin = bench.certificate("two")
    shutil.copy(new_key, key)
    process.send_signal(signal.SIGHUP)
    bench.wait_for_log("the old one is kept: the key is not the certificate's")
    bench.doctor(address, 0, "the relay has the key of the pin")
    shutil.copy(new_certificate, certificate)
    # Nobody says that they have changed.
    bench.wait_for_log("shows a new certificate, valid until")
    bench.doctor(address, 4, "it has another key than the pin says")
    bench.match(address.replace(pin, new_pin))
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


CASES = {"nginx-http": nginx_http, "nginx-stream": nginx_stream, "haproxy-tcp": haproxy_tcp,
         "haproxy-http": haproxy_http, "caddy": caddy, "loops": loops, "reload": reload}

if __name__ == "__main__":
    sys.exit(main())
