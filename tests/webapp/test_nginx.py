"""The service behind a real nginx with the configuration of docs/examples/nginx.conf: TLS, below a path."""

from __future__ import annotations

import base64
import datetime
import http.client
import io
import ipaddress
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import uuid
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.skipif(NGINX is None, reason="no nginx")]
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "nginx.conf"
LAB, PASSWORD = "adaptive-optimizers", "correct horse battery"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return cert, private


@contextmanager
def nginx(folder: Path, upstream: str, port: Callable[[], int], *, names_people: bool = False):
    """A real nginx with the example, its ports and files moved; the port it listens at."""
    cert, key = certificate(folder)
    plain, tls = port(), port()
    site = EXAMPLE.read_text()
    moves = {
        "127.0.0.1:8000": upstream.removeprefix("http://"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        "/etc/ssl/certs/grading.example.edu.pem": str(cert),
        "/etc/ssl/private/grading.example.edu.key": str(key),
    }
    if names_people:
        (folder / "people").write_text("bo:{PLAIN}campus password\n")
        moves['proxy_set_header X-Remote-User "";'] = (
            f'auth_basic "Campus"; auth_basic_user_file {folder / "people"}; proxy_set_header X-Remote-User $remote_user;'
        )
    for old, new in moves.items():
        assert old in site, old
        site = site.replace(old, new)
    temporary = "\n".join(f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = folder / "nginx.conf"
    conf.write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"daemon off;\nworker_processes 1;\npid {folder / 'pid'};\nerror_log {folder / 'error.log'};\n"
        + f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{site}\n}}\n"
    )
    process = subprocess.Popen([NGINX, "-c", str(conf), "-e", str(folder / "error.log")])
    try:
        _answers(tls, process, folder / "error.log")
        yield tls, plain, ssl.create_default_context(cafile=cert)
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


def _answers(port: int, process, log: Path) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


class Client:
    """A browser behind TLS that keeps its cookie and sends it below the cookie's path only."""

    def __init__(self, port: int, context: ssl.SSLContext, **headers: str) -> None:
        self.port, self.context, self.headers = port, context, headers
        self.cookie = ""
        self.cookie_said = ""

    @contextmanager
    def open(self, method: str, path: str, body: bytes | None = None, **headers: str):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=30)
        try:
            sent = {"Accept": "text/html", **self.headers, **headers} | ({"Cookie": self.cookie} if self.cookie else {})
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            if said := answer.getheader("Set-Cookie"):
                self.cookie_said, self.cookie = said, said.split(";")[0]
            yield answer
        finally:
            connection.close()

    def get(self, path: str, **headers: str):
        with self.open("GET", path, **headers) as answer:
            return answer, answer.read().decode()

    def post(self, path: str, fields: dict[str, str], *, at: str, **headers: str):
        body = urlencode({"csrf_token": self.token(at), **fields}).encode()
        with self.open("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded", **headers}) as answer:
            return answer, answer.read().decode()

    def upload(self, path: str, data: bytes, *, at: str):
        mark = uuid.uuid4().hex
        out = io.BytesIO()
        out.write(f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token(at)}\r\n'.encode())
        out.write(f'--{mark}\r\nContent-Disposition: form-data; name="notebook"; filename="a.ipynb"\r\n\r\n'.encode())
        out.write(data + f"\r\n--{mark}--\r\n".encode())
        kind = f"multipart/form-data; boundary={mark}"
        with self.open("POST", path, out.getvalue(), **{"Content-Type": kind}) as answer:
            return answer, answer.read().decode()

    def token(self, at: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(at)[1])
        assert found is not None
        return found[1]

    def log_in(self, name: str = "ada"):
        answer, _page = self.post(
            "/dl/login", {"name": name, "password": PASSWORD}, at="/dl/login", Origin=f"https://127.0.0.1:{self.port}"
        )
        assert answer.status == 302, answer.status
        return answer


@pytest.fixture(scope="module")
def served(course, people_in, serving, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    root = people_in(folder / "course", course)
    login = root / "var" / "login.toml"
    login.write_text('[header]\npeers = ["127.0.0.1"]\nuser = "X-Remote-User"\n')
    with serving(root, "--judges", "0", "--proxies", "1") as upstream:
        yield upstream, folder, root


@pytest.fixture(scope="module")
def front(served, free_port):
    upstream, folder, _root = served
    with nginx(folder, upstream, free_port) as found:
        yield found


@pytest.fixture
def client(front):
    return Client(front[0], front[2])


@pytest.fixture
def ada(client):
    client.log_in()
    return client


def test_everything_stays_below_the_path_and_the_cookie_is_for_tls_and_the_path_only(client):
    away = client.log_in()
    assert away.getheader("Location") in ("/dl/", f"https://127.0.0.1:{client.port}/dl/")
    parts = [part.strip().lower() for part in client.cookie_said.split(";")]
    assert {"secure", "httponly", "samesite=lax", "path=/dl"} <= set(parts)
    for path in ("/dl/", f"/dl/a/{LAB}", "/dl/account", "/dl/quizzes/", "/dl/figures/"):
        answer, page = client.get(path)
        assert answer.status == 200, path
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
        assert addresses and [a for a in addresses if not a.startswith("/dl/") and a != "/dl"] == [], path
        for address in {a for a in addresses if a.startswith("/dl/static/")}:
            assert client.get(address)[0].status == 200, address


def test_a_page_that_needs_a_login_comes_back_to_itself_below_the_path(client):
    answer, _page = client.get("/dl/account")
    target = re.search(r"next=([^&]+)", answer.getheader("Location"))[1].replace("%2F", "/")
    found, _page = client.post("/dl/login", {"name": "ada", "password": PASSWORD, "next": target}, at="/dl/login")
    assert found.getheader("Location").endswith("/dl/account")
    answer, _page = client.post("/dl/look", {"theme": "dark", "next": "/account"}, at="/dl/account")
    assert answer.getheader("Location").endswith("/dl/account")


def test_the_forwarded_scheme_and_host_decide_whose_origin_a_write_has(ada):
    own, _page = ada.post("/dl/look", {"theme": "dark"}, at="/dl/account", Origin=f"https://127.0.0.1:{ada.port}")
    assert own.status == 302
    foreign, _page = ada.post("/dl/look", {"theme": "dark"}, at="/dl/account", Origin="https://evil.example")
    assert foreign.status == 403
    lied, _page = ada.post(
        "/dl/look", {"theme": "dark"}, at="/dl/account", Origin="https://evil.example", **{"X-Forwarded-Host": "evil.example"}
    )
    assert lied.status == 403


def test_plain_http_leads_to_https(front):
    connection = http.client.HTTPConnection("127.0.0.1", front[1], timeout=20)
    connection.request("GET", "/dl/login")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://127.0.0.1/dl/login")
    connection.close()


def test_the_queue_is_told_the_moment_it_moves(ada, notebook):
    answer, page = ada.upload(f"/dl/a/{LAB}/hand-in", notebook(adam="def Adam(): pass"), at=f"/dl/a/{LAB}")
    assert answer.status == 302, page
    at = re.search(r"/dl/h/\w+", answer.getheader("Location"))[0]
    with ada.open("GET", f"{at}/stream") as stream:
        assert stream.getheader("Content-Type").startswith("text/event-stream")
        first = _event(stream)
        assert first["state"] == "queued" and first["final"] is False
        began = time.monotonic()
        ada.post(f"{at}/withdraw", {}, at=at)
        assert _event(stream)["final"] is True
        assert time.monotonic() - began < 10  # a stream lasts 55 s: whoever buffers it is found out


def _event(stream) -> dict:
    for line in iter(stream.readline, b""):
        if line.startswith(b"data: "):
            return json.loads(line[6:])
    raise AssertionError("the stream ended")


@pytest.mark.parametrize(("megabytes", "status", "says"), [(25.5, 400, "is larger than 25 MB"), (30, 413, "The file is too large")])
def test_a_file_that_is_too_large_gets_our_sentence_and_not_nginxs(ada, megabytes, status, says):
    answer, page = ada.upload(f"/dl/a/{LAB}/hand-in", b" " * int(megabytes * 1e6), at=f"/dl/a/{LAB}")
    assert answer.status == status
    assert says in page
    assert "nginx" not in page


def test_a_name_that_a_browser_sends_does_not_pass_nginx(front):
    eve = Client(front[0], front[2], **{"X-Remote-User": "ivo", "X_Remote_User": "ivo"})
    answer, page = eve.get("/dl/login")
    assert answer.status == 200 and 'name="password"' in page


def test_whom_nginx_has_asked_is_logged_in(served, free_port):
    upstream, folder, _root = served
    more = folder / "asking"
    more.mkdir()
    with nginx(more, upstream, free_port, names_people=True) as (port, _plain, context):
        said = base64.b64encode(b"bo:campus password").decode()
        bo = Client(port, context, Authorization=f"Basic {said}", **{"X-Remote-User": "ivo"})
        assert bo.get("/dl/login")[0].getheader("Location").endswith("/dl/")
        assert ">Bo<" in bo.get("/dl/account")[1]
