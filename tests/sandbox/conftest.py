"""One jail per tier and test run: starting one costs seconds, forking milliseconds."""

from __future__ import annotations

import contextlib
import json

import pytest

from grader.errors import SandboxError
from grader.sandbox import Jail, selftest, tiers

TIERS = ("A", "B", "C")


@pytest.fixture(scope="session")
def jails():
    """Ask for a tier by its letter; skips where this machine cannot build it. The jail that is tried is the one that is kept."""
    with contextlib.ExitStack() as stack:
        made: dict[str, Jail] = {}

        def jail(name: str) -> Jail:
            if tiers.standing_of(name) is None:
                try:
                    made[name] = stack.enter_context(Jail(name))
                    broken = "; ".join(selftest.try_out(made[name], tiers.TIERS[name]))
                except SandboxError as error:
                    broken = str(error)[:600]
                tiers.remember(tiers.Standing(tier=name, ok=not broken, reason=broken))
            standing = tiers.standing(name)
            if not standing.ok:
                pytest.skip(f"tier {name}: {standing.reason}")
            if name not in made:
                made[name] = stack.enter_context(Jail(name))
            return made[name]

        yield jail


@pytest.fixture
def jail(jails):
    """The strongest jail of this machine."""
    for name in TIERS:
        with contextlib.suppress(pytest.skip.Exception):
            return jails(name)
    raise tiers.no_tier()


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
