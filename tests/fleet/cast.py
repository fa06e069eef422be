"""A head and workers as processes of their own, each in its own folder: `python cast.py head|worker ADDRESS FOLDER [TLS FOLDER]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.fleet.network import Address, checked, connected
from grader.records.queue import Rules

QUICK = Rules(lease_s=4.0, back_off_s=(0.05, 0.1))
JUDGE = [sys.executable, "-S", "-E", str(Path(__file__).with_name("scripted_judge.py"))]


def say(line: str) -> None:
    print(line, flush=True)


def address(url: str, tls: Path | None) -> Address:
    files = {"ca": tls / "ca.pem", "cert": tls / "cert.pem", "key": tls / "key.pem"} if tls else {}
    return checked(Address(url=url, **files))


def head(where: Address, folder: Path) -> None:
    from grader.fleet.cluster import Head
    from grader.records import Records

    with Records(folder / "var") as records, connected(where) as client:
        say(f"{Head(records, client, secret=b'secret', rules=QUICK, reuse=False, say=say).run(until_empty=True)} finished")


def worker(where: Address, folder: Path) -> None:
    from grader.fleet.node import Node, work

    work(where, Node(judges=1, cache=folder / "suites", command=JUDGE), say)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["head", "worker"])
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("tls", type=Path, nargs="?")
    asked = parser.parse_args()
    {"head": head, "worker": worker}[asked.part](address(asked.address, asked.tls), asked.folder)
