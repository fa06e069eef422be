"""Make new courses and new exercises, with everything in place: what is written here passes `allclose check` as it stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from grader.course import glossary
from grader.course.load import ID
from grader.course.model import FAMILIES
from grader.errors import CourseError

TEMPLATES = Path(__file__).with_name("templates")
_DATE = re.compile(r"^(\s*(?:opens|due)\s*=\s*)([0-9T:.\- +Z]+?)(\s*(?:#.*)?)$", re.MULTILINE)

_COURSE = """\
name = "{name}"
name_ko = "{name}"
id = "{id}"
time_zone = "Asia/Seoul"

[limits]
cell_s = 10
exercise_s = 20
handin_s = 60
memory_mb = 1024
"""
_ASSIGNMENT = """\
title = "First steps"
title_ko = "첫걸음"
exercises = ["centre"]
"""
_INTRO = {
    "intro.md": "In this lab you write one small function, to see how everything works.\n",
    "intro.ko.md": "작은 함수 하나를 쓰면서 전체가 어떻게 돌아가는지 살펴봐요.\n",
}
_IGNORE = "/var/\n__pycache__/\n.pytest_cache/\n.ipynb_checkpoints/\n"
_CONFTEST = '''"""Hidden suites run under plain pytest too, against their reference."""

import pytest

from grader.judge.author import AuthorPlugin


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin("allclose-author"):
        config.pluginmanager.register(AuthorPlugin(), "allclose-author")
'''
_PYTEST = """\
[pytest]
addopts = --import-mode=importlib
markers =
    points(worth, kind, public, tags): what a hidden check is worth
"""
_README = """\
# {name}

    allclose check       prove every exercise: reference, mistakes, alternatives
    allclose release     make the students' notebooks in assignments/
    allclose new exercise ID --family function

Keep this folder private: solutions/ holds the answers. Publish what `allclose release --to DIR` writes.
"""


def new_exercise(assignment: Path, id: str, family: str) -> Path:
    """Write the folder of a working exercise and list it in assignment.toml."""
    if not ID.match(id):
        raise CourseError(f"“{id}” cannot be an exercise id.\n  Use small letters, digits and hyphens, 54 at most: opt-adam")
    if family not in FAMILIES:
        raise CourseError(f"no family is called “{family}”. There are: {', '.join(FAMILIES)}.")
    folder = assignment / id
    if folder.exists():
        raise CourseError(f"{folder} is there already.\n  Choose another id.")
    listed = _with_exercise((assignment / "assignment.toml").read_text(encoding="utf-8"), id)
    if listed is None:
        raise CourseError(f'{assignment / "assignment.toml"}: no list of exercises found.\n  Write, for example: exercises = ["{id}"]')
    name = class_name(id) if family in ("optimizer", "module") else id.replace("-", "_")
    if not name.isidentifier():
        name = f"answer_{name}"
    words = {"__NAME__": name, "__TITLE__": id.replace("-", " ").capitalize(), "__FAMILY__": family}
    folder.mkdir()
    for template in sorted((TEMPLATES / family).iterdir()):
        text = template.read_text(encoding="utf-8")
        for placeholder, word in words.items():
            text = text.replace(placeholder, word)
        (folder / template.name.removesuffix(".txt")).write_text(text, encoding="utf-8")
    (assignment / "assignment.toml").write_text(listed, encoding="utf-8")
    return folder


def class_name(id: str) -> str:
    return "".join(part.capitalize() for part in id.split("-"))


def _with_exercise(text: str, id: str) -> str | None:
    """The text of assignment.toml with one more exercise at the end of its list; comments and layout stay."""
    found = re.search(r"^exercises\s*=\s*\[(.*?)\]", text, re.MULTILINE | re.DOTALL)
    if not found:
        return None
    inside = found[1]
    if "\n" in inside:
        new = inside.rstrip().rstrip(",") + f',\n  "{id}",\n' if inside.strip() else f'\n  "{id}",\n'
    else:
        new = f'{inside.rstrip().rstrip(",")}, "{id}"' if inside.strip() else f'"{id}"'
    return text[: found.start(1)] + new + text[found.end(1) :]


def new_course(target: Path, name: str) -> Path:
    """Write an empty, working course with one example exercise."""
    _claim(target)
    assignment = target / "solutions" / "first-steps"
    assignment.mkdir(parents=True)
    id = re.sub(r"[^A-Za-z0-9_-]+", "-", target.resolve().name).strip("-_")[:64] or "course"
    (target / "course.toml").write_text(_COURSE.format(name=name.replace('"', "”"), id=id), encoding="utf-8")
    (target / ".gitignore").write_text(_IGNORE, encoding="utf-8")
    (target / "pytest.ini").write_text(_PYTEST, encoding="utf-8")
    (target / "README.md").write_text(_README.format(name=name), encoding="utf-8")
    (target / "solutions" / "conftest.py").write_text(_CONFTEST, encoding="utf-8")
    (assignment / "assignment.toml").write_text(_ASSIGNMENT.replace('["centre"]', "[]"), encoding="utf-8")
    for file, text in _INTRO.items():
        (assignment / file).write_text(text, encoding="utf-8")
    new_exercise(assignment, "centre", "function")
    return target


def course_from(last_term: Path, target: Path, shift: Callable[[datetime], datetime] | None) -> list[str]:
    """Copy the course without people, hand-ins, marks and history; return the dates that were moved, in words."""
    if not (last_term / "course.toml").is_file():
        raise CourseError(f"{last_term}: there is no course.toml here.\n  Name the folder of last term's course.")
    _claim(target)
    target.mkdir(parents=True, exist_ok=True)
    left_out = shutil.ignore_patterns("var", ".git", "__pycache__", ".pytest_cache", ".ipynb_checkpoints", "*.pyc", "*.db", "ledger.json")
    for name in ("course.toml", glossary.FILE, "pytest.ini", "README.md", ".gitignore"):
        if (last_term / name).is_file():
            shutil.copyfile(last_term / name, target / name)
    shutil.copytree(last_term / "solutions", target / "solutions", ignore=left_out)
    return [line for path in sorted(target.glob("solutions/*/assignment.toml")) for line in _shift_dates(path, shift)] if shift else []


def _claim(target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise CourseError(f"{target} is not empty.\n  Name a folder that does not exist yet.")


def _shift_dates(path: Path, shift: Callable[[datetime], datetime]) -> list[str]:
    moved: list[str] = []

    def write(found: re.Match[str]) -> str:
        old = datetime.fromisoformat(found[2].strip())
        new = shift(old)
        moved.append(f"{path.parent.name}: {found[1].strip(' =')} {old:%Y-%m-%d} → {new:%Y-%m-%d}")
        return found[1] + new.isoformat() + found[3]

    path.write_text(_DATE.sub(write, path.read_text(encoding="utf-8")), encoding="utf-8")
    return moved


def dates_of(course: Path) -> list[datetime]:
    """Every date that an assignment of the course has."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(course.glob("solutions/*/assignment.toml"))]
    return [datetime.fromisoformat(found[2].strip()) for text in texts for found in _DATE.finditer(text)]


def shift_of(text: str, last_term: Path) -> Callable[[datetime], datetime]:
    """Read --shift-dates: a number of days, or the new date of the course's first date."""
    found = dates_of(last_term)
    if not found:
        raise CourseError(f"{last_term}: no assignment has a date to move.\n  Leave out --shift-dates.")
    if re.fullmatch(r"[+-]?\d+", text):
        days = timedelta(days=int(text))
    else:
        try:
            first = date.fromisoformat(text)
        except ValueError:
            raise CourseError(f"“{text}” is neither a number of days nor a date.\n  Write 182 or 2027-09-01.") from None
        days = first - min(moment.date() for moment in found)
    return lambda moment: moment + days
