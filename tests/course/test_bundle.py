from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.course.bundle import build_bundle
from grader.course.load import load_course

SMALL = Path(__file__).parent / "fixtures" / "small"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


def test_the_same_course_gives_the_same_bundle(root: Path, tmp_path: Path) -> None:
    first = build_bundle(load_course(root), "first-steps", tmp_path / "suites")
    stamp = (first / "manifest.json").stat().st_mtime_ns
    second = build_bundle(load_course(root), "first-steps", tmp_path / "suites")
    assert first == second and (second / "manifest.json").stat().st_mtime_ns == stamp
    elsewhere = build_bundle(load_course(SMALL), "first-steps", tmp_path / "elsewhere")
    assert elsewhere.name == first.name


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("test_hidden.py", "rng.normal(7)", "rng.normal(8)"),
        ("wrong.py", "was added", "was doubled"),
        ("right.py", "written out", "spelt out"),
        ("messages.ko.toml", "더했어요", "더했네요"),
        ("exercise.py", "x - x.mean()", "x - x.sum() / x.numel()"),
        ("exercise.toml", '"T-1"', '"T-2"'),
        ("statement.md", "Subtract", "Take away"),
    ],
)
def test_every_byte_that_can_change_a_mark_changes_the_digest(root: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    before = build_bundle(load_course(root), "first-steps", tmp_path / "suites")
    path = root / "solutions/first-steps/centre" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert build_bundle(load_course(root), "first-steps", tmp_path / "suites") != before


def test_two_that_build_at_once_leave_one_whole_bundle(root: Path, tmp_path: Path) -> None:
    course = load_course(root)
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: build_bundle(course, "first-steps", tmp_path / "suites"), range(8)))
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "suites").iterdir()] == [made.pop().name]


def test_the_manifest_holds_what_students_got_and_no_solution(root: Path, tmp_path: Path) -> None:
    bundle = build_bundle(load_course(root), "first-steps", tmp_path)
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == 1
    assert [cell["id"] for cell in manifest["cells"]] == [
        "intro",
        "setup",
        "centre-statement",
        "centre",
        "centre-example",
        "decay-statement",
        "decay",
        "decay-example",
        "decay-plot",
    ]
    assert [cell["id"] for cell in manifest["cells"] if cell["executed"]] == ["setup", "centre", "decay"]
    assert "x - x.mean()" not in json.dumps(manifest["cells"])
    assert manifest["texts"]["centre"]["titles"]["test_the_example"] == "문제에 있는 예시"
    assert manifest["limits"]["cell_s"] == 5.0


def test_the_reference_runs_on_its_own(root: Path, tmp_path: Path) -> None:
    import torch

    bundle = build_bundle(load_course(root), "first-steps", tmp_path)
    names: dict[str, object] = {}
    exec(compile((bundle / "centre" / "reference.py").read_text(encoding="utf-8"), "reference.py", "exec"), names)
    centre = names["centre"]
    assert callable(centre)
    assert torch.equal(centre(torch.tensor([1.0, 2.0, 6.0])), torch.tensor([-2.0, -1.0, 3.0]))
    assert "SOLUTION" not in (bundle / "centre" / "reference.py").read_text(encoding="utf-8")
