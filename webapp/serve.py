"""The whole service on one machine: gunicorn with threads for the pages, a process of judges for the queue."""

from __future__ import annotations

import contextlib
import gc
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from werkzeug.middleware.proxy_fix import ProxyFix

from grader.errors import AllcloseError, CourseError
from grader.fleet.network import Address
from grader.records import standing
from webapp.app import create_app
from webapp.gate import Gate
from webapp.graders import arguments
from webapp.outside import settings
from webapp.pages._quiz import quizzes
from webapp.pages.login import LOOPBACK

THREADS = 96  # streams hold one each (webapp.live.STREAMS of them); the rest is for pages


class Service(BaseApplication):  # type: ignore[misc]
    """gunicorn without a command line of its own."""

    def __init__(self, course: Path, options: dict[str, Any], *, demo: bool, proxies: int) -> None:
        self.course, self.options, self.demo, self.proxies = course, options, demo, proxies
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self.course, demo=self.demo)
        with app.app_context():
            quizzes()  # read before the first visitor comes, not by them
        with contextlib.suppress(AllcloseError):  # whoever asks for the gradebook is told
            standing.book(app.extensions["records"])
        _settle()
        if self.proxies:
            app.config["SESSION_COOKIE_SECURE"] = True
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=self.proxies, x_proto=self.proxies, x_host=self.proxies, x_prefix=self.proxies)  # type: ignore[method-assign]
        app.wsgi_app = Gate(app.wsgi_app, app.extensions["records"])  # type: ignore[method-assign]
        return app


class Judges:
    """The process that grades, started again if it dies."""

    def __init__(self, course: Path, count: int, device: str, cluster: Address | None) -> None:
        self._command = [sys.executable, "-m", "webapp.graders", str(course), "--judges", str(count), "--device", device]
        self._command += arguments(cluster) if cluster else []
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="keeper of the judges", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _keep(self) -> None:
        while not self._ended.is_set():
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, cwd=Path(__file__).parents[1])
            self._process.wait()
            self._ended.wait(2.0)


def serve(
    course: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    judges: int = 1,
    processes: int = 1,
    device: str = "cpu",
    demo: bool = False,
    proxies: int = 0,
    cluster: Address | None = None,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve until interrupted.

    `proxies`: how many trusted reverse proxies stand in front; `cluster`: where the queue is worked too; `ready` is called when pages can be had.
    """
    if demo and (host not in LOOPBACK or proxies):
        raise CourseError(
            "the demo lets everybody in with one click, so it is served on this machine only.\n"
            "  Leave out --host and --proxies; to look from elsewhere: ssh -L 8000:127.0.0.1:8000 THIS-MACHINE"
        )
    settings.read(course / "var")  # a mistake in it is told here, once, and not by every web process
    _claim(host, port)
    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": "gthread",
        "workers": processes,
        "threads": THREADS,
        "timeout": 60,
        "graceful_timeout": 5,
        "keepalive": 15,
        "accesslog": None,
        "loglevel": "warning",
        "preload_app": False,
        "control_socket_disable": True,
    }
    keeper = Judges(course, judges, device, cluster) if judges or cluster else None
    options["when_ready"] = lambda server: _start(keeper, ready)
    if keeper is not None:
        options["on_exit"] = lambda server: keeper.stop()
    Service(course, options, demo=demo, proxies=proxies).run()


def _settle() -> None:
    """Leave what stays out of the search for garbage, and search less often: a search stops every page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _start(keeper: Judges | None, ready: Callable[[], None] | None) -> None:
    if keeper is not None:
        keeper.start()
    if ready is not None:
        ready()


def _claim(host: str, port: int) -> None:
    """Say at once, and in words, that somebody else has the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CourseError(
                f"port {port} of {host} cannot be used ({error.strerror}).\n  Write, for example: --port {port + 1}"
            ) from None
