"""The grading side of a server as a process of its own: some judges that work the queue, and draw plots while it is empty.

    python -m webapp.graders COURSE --judges 2

It ends when its standard input does, so it never outlives the server that started it.
"""

from __future__ import annotations

import argparse
import json
import signal
import smtplib
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from grader.errors import AllcloseError
from grader.feedback import plots, shows
from grader.fleet.batch import course_secret
from grader.fleet.client import JudgeClient
from grader.fleet.cluster import Head
from grader.fleet.network import Address, connected
from grader.fleet.recorded import FleetJudge
from grader.notebooks.containers import notebook_in
from grader.records import Records, alike, assignments, mail, retention, suites
from grader.records.blobs import Blobs
from grader.records.worker import Worker

AGAIN_S = 5.0  # after a cluster could not be reached
POST_S = 300.0  # between two looks at what is due soon and what waits to be mailed


class Grader(Worker):
    """A worker that uses a quiet moment to draw what feedback pages have asked for."""

    def __init__(self, records: Records, client: JudgeClient, **options: Any) -> None:
        super().__init__(records, FleetJudge(client), **options)
        self.client = client
        self._warm: set[str] = set()
        self.comparing: subprocess.Popen[bytes] | None = None

    def step(self) -> bool | None:
        worked = super().step()
        if worked is None:
            if asked := shows.wanted(self.records.var):
                self.draw(*asked[0])
            else:
                self.warm()
                self.compare()
        return worked

    def warm(self) -> None:
        """Let the judge collect one more suite in force, so that nobody's hand-in waits for that."""
        suite = next((a.suite for a in assignments.everything(self.records) if a.suite and a.suite not in self._warm), None)
        if suite is not None:
            self._warm.add(suite)
            try:
                self.client.warm(suites.folder(self.records, suite))
            except AllcloseError as error:
                print(json.dumps({"grader": self.worker, "not warm": suite, "why": str(error)[:300]}), file=sys.stderr, flush=True)

    def compare(self) -> None:
        """Let a process of its own compare answers, if the desk has asked: it may take a minute, and a hand-in must not wait for it."""
        assignment = alike.take(self.records)
        if assignment is not None:
            command = [sys.executable, "-m", "grader.cli", "similar", assignment, "--course", str(self.records.var.parent.resolve())]
            self.comparing = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if self.comparing is not None and self.comparing.poll() is not None:
            self.comparing = None

    def leave(self) -> None:
        """Take along what was begun: the comparison is asked for again by itself, for nobody said that it is done."""
        if self.comparing is not None:
            self.comparing.terminate()
            self.comparing.wait()

    def draw(self, sha256: str, suite: str) -> None:
        """Draw the plots of one hand-in; what cannot be drawn is kept as nothing, so that it is not tried for ever."""
        found: dict[str, list[shows.Plot]] = {}
        try:
            bundle = suites.folder(self.records, suite)
            name = json.loads((bundle / "manifest.json").read_bytes())["assignment"]
            data = notebook_in(Blobs(self.records.var / "handins").get(sha256), "hand-in.zip")
            for exercise, shown in self.client.show({name: bundle}, sha256, data).items():
                found[exercise] = [plot for one in shown for plot in plots.draw(one)]
        except (AllcloseError, OSError, ValueError, LookupError) as error:
            print(json.dumps({"grader": self.worker, "not drawn": sha256[:12], "why": str(error)[:300]}), file=sys.stderr, flush=True)
        shows.keep(self.records.var, sha256, suite, found)


class Far:
    """The head of a cluster as a thread; when the cluster cannot be reached, it is tried again."""

    def __init__(self, records: Records, address: Address, *, secret: bytes, device: str) -> None:
        self.records, self.address, self.secret, self.device = records, address, secret, device
        self.stopping = threading.Event()
        self.head: Head | None = None

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with connected(self.address) as client:
                    self.head = Head(self.records, client, secret=self.secret, device=self.device, say=self.say)
                    self.head.stopping = self.stopping
                    self.head.run()
            except (AllcloseError, OSError, TimeoutError) as error:
                self.say(str(error))
                self.stopping.wait(AGAIN_S)

    def say(self, line: str) -> None:
        print(json.dumps({"cluster": self.address.url, "says": line[:500]}, ensure_ascii=False), file=sys.stderr, flush=True)


class Postman:
    """Does what is due by the clock: reminders, notices by mail where the course has a server, and the end of the time that people are kept.

    A mail server that is away holds nothing up.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(POST_S):
            for task in (mail.remind, mail.send, retention.carry_out):
                try:
                    task(self.records)
                except (AllcloseError, OSError, smtplib.SMTPException) as error:
                    print(json.dumps({"post": str(error)[:300]}, ensure_ascii=False), file=sys.stderr, flush=True)


def arguments(address: Address) -> list[str]:
    """The address as options of this module."""
    files = {"--tls-ca": address.ca, "--tls-cert": address.cert, "--tls-key": address.key}
    words = ["--cluster", address.url, *(["--trusted-network"] if address.trusted else [])]
    return [*words, *(word for option, path in files.items() if path for word in (option, str(path.resolve())))]


def run(course: Path, judges: int, *, device: str = "cpu", cluster: Address | None = None) -> None:
    """Grade until told to stop; each judge has a thread that waits for it, and a cluster has one."""
    from grader.records.worker import name

    secret = course_secret(course)
    with Records(course / "var") as records:
        clients = [JudgeClient(secret=secret) for _ in range(judges)]
        graders = [Grader(records, client, worker=f"{name()}:{k}", device=device) for k, client in enumerate(clients, start=1)]
        threads = [threading.Thread(target=_work, args=(grader,), name=grader.worker) for grader in graders]
        far = Far(records, cluster, secret=secret, device=device) if cluster else None
        if far is not None:
            threads.append(threading.Thread(target=far.run, name="head of the cluster"))
        postman = Postman(records)
        threads.append(threading.Thread(target=postman.run, name="postman"))
        for thread in threads:
            thread.start()
        _until_told()
        for stopping in [*(grader.stopping for grader in graders), *([far.stopping] if far else []), postman.stopping]:
            stopping.set()
        for thread in threads:
            thread.join(timeout=20)
        for grader in graders:
            grader.leave()
        for client in clients:
            client.close()


def _work(grader: Grader) -> None:
    try:
        grader.client.start()
    except AllcloseError as error:
        print(json.dumps({"grader": grader.worker, "not started": str(error)[:500]}), file=sys.stderr, flush=True)
        return
    print(json.dumps({"grader": grader.worker, "tier": grader.client.tier}), file=sys.stderr, flush=True)
    grader.run()


def _until_told() -> None:
    """Return when standard input ends or a signal comes."""

    def stop(signum: int, frame: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server passes on what the terminal says
    try:
        sys.stdin.buffer.read()
    except SystemExit:
        return


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m webapp.graders", description="Work the queue of a course.")
    parser.add_argument("course", type=Path)
    parser.add_argument("--judges", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--cluster")
    parser.add_argument("--trusted-network", action="store_true")
    for name in ("ca", "cert", "key"):
        parser.add_argument(f"--tls-{name}", type=Path)
    o = parser.parse_args()
    cluster = Address(url=o.cluster, ca=o.tls_ca, cert=o.tls_cert, key=o.tls_key, trusted=o.trusted_network) if o.cluster else None
    run(o.course, o.judges, device=o.device, cluster=cluster)


if __name__ == "__main__":
    main()
