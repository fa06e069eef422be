"""One jail per tier and test run: starting one costs seconds, forking milliseconds."""

from __future__ import annotations

import contextlib
import json

import pytest

from grader.sandbox import Jail, tiers

TIERS = ("A", "B", "C")


@pytest.fixture(scope="session")
def jails():
    """Ask for a tier by its letter; skips where this machine cannot build it."""
    with contextlib.ExitStack() as stack:
        made: dict[str, Jail] = {}

        def jail(name: str) -> Jail:
            standing = tiers.standing(name)
            if not standing.ok:
                pytest.skip(f"tier {name}: {standing.reason}")
            if name not in made:
                made[name] = stack.enter_context(Jail(name, allow_unsafe=True))
            return made[name]

        yield jail


@pytest.fixture
def jail(jails):
    """The strongest jail of this machine."""
    return jails(tiers.best().name)


@pytest.fixture
def child(jail):
    with jail.fork(memory_mb=512) as child:
        child.call("prepare", {"bans": {}}, seconds=10)
        yield child


@pytest.fixture
def run():
    """Run cells in a child; the answer to the last one."""

    def run(child, *sources, seconds=15.0):
        reply = None
        for i, source in enumerate(sources):
            reply = child.call("cell", {"source": source, "index": i}, seconds=seconds)
        return reply

    return run


@pytest.fixture
def notebook() -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": f"x{i} = {i}"} for i in range(20)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
