"""The attacks are real: without walls they win."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adversaries.kit import Attack, Kit, attacks
from tests.adversaries.unprotected import wins

WINNERS = [attack for attack in attacks() if attack.expect.get("wins_unprotected")]


@pytest.mark.parametrize("attack", WINNERS, ids=lambda attack: attack.name)
def test_without_walls_this_attack_gets_full_marks(attack: Attack, kit: Kit, tmp_path: Path) -> None:
    assert wins(attack.cells(kit), attack.exercise, kit.suites[attack.assignment], tmp_path)


@pytest.mark.parametrize("exercise", ["bn-forward-train", "sch-cosine"])
def test_the_naive_grader_tells_right_from_wrong_where_nobody_cheats(exercise: str, kit: Kit, tmp_path: Path) -> None:
    bundle = next(b for b in kit.suites.values() if (b / exercise).is_dir())
    right = kit.right(exercise)
    wrong = {
        "bn-forward-train": "def bn_forward(x, gamma, beta, eps): return x, None",
        "sch-cosine": "def cosine(*a): return 0.1",
    }
    folders = [tmp_path / name for name in ("right", "wrong")]
    for folder in folders:
        folder.mkdir()
    assert wins([("", right)], exercise, bundle, folders[0])
    assert not wins([("", wrong[exercise])], exercise, bundle, folders[1])


def test_twenty_attacks_are_proved_to_be_real() -> None:
    assert len(WINNERS) >= 20
