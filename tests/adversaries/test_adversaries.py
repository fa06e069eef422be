"""Every hostile hand-in, on every tier: its own outcome is the expected one, and the next hand-ins notice nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SubmissionError
from grader.fleet.client import JudgeClient
from grader.notebooks.containers import one_notebook, open_upload
from tests.adversaries.conftest import TIERS
from tests.adversaries.kit import BUDGET, Attack, Kit, attacks

# `make adversaries` runs everything everywhere. Otherwise the strongest tier meets every attack, with two innocent
# answers after each; the weaker ones meet those that need walls and a sample of the rest, with the innocents after every tenth.
ALL = bool(os.environ.get("ALLCLOSE_TABLE"))
ATTACKS = attacks()
LEAKS = ("LEAKED-BY", "<script>", "a secret of the judge")


@pytest.fixture(scope="session")
def clean(kit: Kit, judge_of: Callable[[str], JudgeClient]) -> Callable[[str], Any]:
    """The report of the innocent, right and wrong, in a judge that has met no attack."""
    known: dict[str, Any] = {}

    def report(tier: str) -> Any:
        if tier not in known:
            known[tier] = innocents(kit, judge_of(tier))
            by_id = {exercise["id"]: exercise for exercise in known[tier]["exercises"]}
            right, wrong = by_id["bn-forward-train"], by_id["bn-2d"]
            assert right["score"] == right["max_score"] and wrong["score"] < wrong["max_score"] and wrong["diagnosis"]
        return known[tier]

    return report


def innocents(kit: Kit, judge: JudgeClient) -> Any:
    """What an innocent right answer and an innocent wrong one get now, apart from times."""
    right, rest = kit.right("bn-forward-train"), kit.right("bn-2d")
    wrong = rest.replace("dim=(0, 2, 3)", "dim=(0,)")
    assert wrong != rest
    data = kit.notebook(("bn-forward-train", right), ("bn-2d", wrong))
    suites = {"normalisation": kit.suites["normalisation"]}
    report = judge.grade(suites, "innocent", data, budget=BUDGET, exercises=["bn-2d", "bn-forward-train"]).to_json()
    report.pop("seconds")
    for exercise in report["exercises"]:
        exercise.pop("seconds")
    return report


def chosen() -> Iterator[tuple[str, Attack]]:
    for tier in TIERS:
        for i, attack in enumerate(ATTACKS):
            here = tier != "D" and attack.expect.get("needs_walls")
            if attack.runs_in(tier) and (ALL or tier == "A" or here or i % 8 == 0):
                yield tier, attack


@pytest.mark.parametrize(("tier", "attack"), list(chosen()), ids=lambda v: v if isinstance(v, str) else v.name)
def test_an_attack_gets_what_it_deserves_and_nobody_else_anything(
    tier: str,
    attack: Attack,
    kit: Kit,
    judge_of: Callable[[str], JudgeClient],
    clean: Callable[[str], Any],
    record_property: Callable[[str, object], None],
) -> None:
    record_property("attack", attack.name)
    record_property("tier", tier)
    if attack.expect.get("machine", os.uname().machine) != os.uname().machine:
        pytest.skip(f"written for {attack.expect['machine']}")
    judge, before = judge_of(tier), clean(tier)
    pid, bundles = judge.pid, digests(kit)
    record_property("outcome", play(kit, judge, attack))
    assert kit.canary.read_text() == "untouched" and not Path(f"{kit.canary}.pickled").exists()
    assert digests(kit) == bundles
    if ALL or tier == "A" or ATTACKS.index(attack) % 10 == 0:
        assert innocents(kit, judge) == before
    assert judge.pid == pid, "the judge itself was ended by an attack"


def play(kit: Kit, judge: JudgeClient, attack: Attack) -> str:
    """Hand the attack in, compare what comes of it with expect.toml, and say it in a few words."""
    name, data = attack.upload(kit)
    suites = {attack.assignment: kit.suites[attack.assignment]}
    if attack.expect.get("outcome") == "refused":
        with pytest.raises(SubmissionError, match=attack.expect["says"]) as refused:
            judge.grade(suites, attack.name, one_notebook(open_upload(name, data)).data, budget=attack.budget, exercises=attack.exercises)
        assert 20 < len(str(refused.value)) < 400 and "Traceback" not in str(refused.value)
        return "refused"
    upload = one_notebook(open_upload(name, data))
    report = judge.grade(suites, attack.name, upload.data, budget=attack.budget, exercises=attack.exercises)
    results = {exercise.id: exercise for exercise in report.exercises}
    compare(attack, results[attack.exercise], report)
    for exercise, score in attack.expect.get("others", {}).items():
        assert results[exercise].score == score, results[exercise]
    text = json.dumps(report.to_json(), ensure_ascii=False)
    assert len(text) < 60_000 * len(attack.exercises), "a report that an attack has blown up"
    assert not [word for word in LEAKS if word in text and word != "<script>"]
    result = results[attack.exercise]
    return f"{result.status} {result.score:g}/{result.max_score:g}" + (" flagged" if result.flags else "")


def compare(attack: Attack, result: Any, report: Any) -> None:
    wanted = attack.expect
    flags = [flag["name"] for flag in result.flags]
    assert result.status in attack.statuses, (result.status, result.finding, flags, result.checks)
    assert result.score == pytest.approx(wanted["score"]), result.checks
    if wanted["flag"]:
        assert wanted["flag"] in flags, (flags, result.checks)
    # The total is ours: nothing that a child says takes a check out of it. A flag is not what holds the attack.
    assert all(check.status != "grader_fault" for check in result.checks)
    assert result.max_score == pytest.approx(sum(check.max_points for check in result.checks))
    passed = [check.id for check in result.checks if check.kind == "value" and check.status == "passed"]
    assert len(passed) == wanted.get("value_checks_passed", 0), passed
    for check in result.checks:
        assert len(str((check.finding or {}).get("text", ""))) <= 700
    if "warning" in wanted:
        assert wanted["warning"] in [warning["kind"] for warning in report.warnings]


def digests(kit: Kit) -> dict[str, str]:
    """Every byte of the suites."""
    files = [path for bundle in kit.suites.values() for path in sorted(bundle.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_there_are_attacks_for_every_section_of_the_catalogue() -> None:
    sections = {section: sum(a.expect["section"] == section for a in ATTACKS) for section in "ABCDEFGHI"}
    assert all(sections.values()) and len(ATTACKS) >= 90, sections
