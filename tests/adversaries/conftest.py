"""One judge per tier and run, the suites of the real course, and the table that `make adversaries` prints."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

import pytest

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.errors import SandboxError
from grader.fleet.client import JudgeClient
from tests.adversaries.kit import ASSIGNMENTS, ROOT, Kit

TIERS = ("A", "B", "C", "D")


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """The real suites, and a file that nobody may read or change."""
    folder = tmp_path_factory.mktemp("adversaries")
    folder.chmod(0o755)
    canary = folder / "canary"
    canary.write_text("untouched")
    course = load_course(ROOT)
    return Kit({name: build_bundle(course, name, folder / "suites") for name in sorted(set(ASSIGNMENTS.values()))}, canary)


@pytest.fixture(scope="session")
def judge_of() -> Iterator[Callable[[str], JudgeClient]]:
    """The judge of a tier; skips where this machine cannot build it."""
    os.environ["ALLCLOSE_CANARY"] = "a secret of the judge's environment"
    with contextlib.ExitStack() as stack:
        made: dict[str, JudgeClient] = {}
        missing: dict[str, str] = {}  # this machine cannot build it; tests/sandbox says which tiers it must

        def judge(tier: str) -> JudgeClient:
            if tier not in made and tier not in missing:
                try:
                    made[tier] = stack.enter_context(JudgeClient(secret=b"a secret for tests", tier=tier, allow_unsafe=tier == "D"))
                except SandboxError as error:
                    missing[tier] = str(error)
            if tier in missing:
                pytest.skip(f"tier {tier}: {missing[tier]}")
            return made[tier]

        yield judge
    del os.environ["ALLCLOSE_CANARY"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Attack × tier, with what came of it."""
    told: dict[str, dict[str, str]] = {}
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            noted = dict(report.user_properties) if report.when == "call" or outcome == "skipped" else {}
            if "attack" in noted:
                mark = {"passed": noted.get("outcome", "?"), "failed": "NOT AS EXPECTED", "skipped": "–"}[outcome]
                told.setdefault(noted["attack"], {})[noted["tier"]] = mark
    if not told or not os.environ.get("ALLCLOSE_TABLE"):
        return
    write = terminalreporter.write_line
    write("")
    write(f"{'attack':45}" + "".join(f"{tier:24}" for tier in TIERS))
    for name, by_tier in sorted(told.items()):
        write(f"{name:45}" + "".join(f"{by_tier.get(tier, '–'):24}" for tier in TIERS).rstrip())
    runs = [mark for by_tier in told.values() for mark in by_tier.values() if mark != "–"]
    bad = runs.count("NOT AS EXPECTED")
    write(
        f"\n{len(told)} attacks, {len(runs)} runs: {len(runs) - bad} as expected, {bad} not. The same under nbgrader: make bench-adversaries."
    )
