"""Make the folder of the demo course: a copy of a course with dates, people and a term so far. Nothing in it is graded yet.

It is made beside its place and moved there whole, so that what lies in its place can always be served.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from grader import __version__
from grader.course import glossary
from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.course.model import Assignment, Course
from grader.course.release import release
from grader.course.scaffold import new_course, new_exercise
from grader.errors import CourseError
from grader.records import Records, assignments, suites, times
from webapp.demo import calendar, quizzes, story
from webapp.demo.answers import Drafts
from webapp.demo.people import Student, students
from webapp.demo.story import Teller

STAMP = "demo.json"
LIMITS = "\n[limits]\ncell_s = 5\nexercise_s = 5\n"  # somebody's loop never ends: nobody waits long for it
Say = Callable[[str], None]


def stamp(target: Path) -> dict[str, Any] | None:
    """What is known about the demo in this folder; None where there is none."""
    path = target / STAMP
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def remove(target: Path) -> None:
    """Remove the demo, and nothing that is not one."""
    if target.exists() and stamp(target) is None:
        raise CourseError(f"{target} is not a demo course (it has no {STAMP}): it was left alone.\n  Name another folder with --to.")
    shutil.rmtree(target, ignore_errors=True)


def build(source: Path, target: Path, *, seed: int, now: datetime, say: Say) -> None:
    """Write the demo of the course in `source` (or of one made from the templates) to `target`."""
    began = time.monotonic()
    part = target.with_name(f".{target.name}-part")
    shutil.rmtree(part, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="allclose-demo-", dir=_quick_folder()) as scratch:
        made = Path(scratch) / "demo"
        made.mkdir()
        say("Copying the course and setting its dates …")
        course, released = _folder(source, made, now)
        _people_and_term(course, made, released, seed=seed, now=now, say=say)
        said = {"version": __version__, "seed": seed, "made_at": times.text(now), "course": course.id}
        (made / STAMP).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        shutil.copytree(made, part)
    part.rename(target)
    say(f"The course is in {target} ({time.monotonic() - began:.0f} s).")


def _quick_folder() -> Path | None:
    """Memory, where there is some: a term has thousands of writes that each wait for the disk, and nothing is lost with an unfinished demo."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 500_000_000
    return memory if roomy else None


def _folder(source: Path, part: Path, now: datetime) -> tuple[Course, Path]:
    """Copy the sources, or write some; put in dates; release the notebooks."""
    if (source / "course.toml").is_file():
        unwanted = shutil.ignore_patterns("__pycache__", ".pytest_cache", "*.pyc")
        shutil.copytree(source / "solutions", part / "solutions", ignore=unwanted)
        for name in ("course.toml", glossary.FILE):
            if (source / name).is_file():
                shutil.copyfile(source / name, part / name)
        if (source / "assignments").is_dir():
            shutil.copytree(source / "assignments", part / "assignments", ignore=unwanted)
    else:
        part.rmdir()
        _from_templates(part)
    course = load_course(part)
    labs = []
    for lab in course.assignments:
        opens, due = calendar.dates([a.id for a in course.assignments], course.time_zone, now)[lab.id]
        calendar.write_dates(lab.folder, opens, due)
        labs.append(replace(lab, opens=opens, due=due))
        if not (part / "assignments" / lab.id).is_dir():
            release(course, lab)
    return replace(course, assignments=tuple(labs)), part / "assignments"


def _from_templates(part: Path) -> None:
    """A course where there is none: three labs, an exercise of every family."""
    new_course(part, "Demo course")
    chosen = {"first-steps": {"clip": "function"}, "training": {"decay": "scheduler", "plain-sgd": "optimizer"}}
    chosen["networks"] = {"cell": "recurrent", "layer": "module", "split": "selection"}
    for name, exercises in chosen.items():
        folder = part / "solutions" / name
        if not folder.is_dir():
            folder.mkdir()
            title = name.capitalize()
            (folder / "assignment.toml").write_text(f'title = "{title}"\ntitle_ko = "{title}"\nexercises = []\n', encoding="utf-8")
            for intro in ("intro.md", "intro.ko.md"):
                shutil.copyfile(part / "solutions" / "first-steps" / intro, folder / intro)
        for id, family in exercises.items():
            new_exercise(folder, id, family)
    names = ", ".join(f'"{name}"' for name in chosen)
    text = (part / "course.toml").read_text(encoding="utf-8")
    (part / "course.toml").write_text(text.replace("\n[limits]", f"assignments = [{names}]\n\n[limits]", 1), encoding="utf-8")


def _people_and_term(course: Course, part: Path, released: Path, *, seed: int, now: datetime, say: Say) -> None:
    class_ = students(random.Random(seed))
    past = calendar.past(len(course.assignments))
    start = min(a.opens for a in course.assignments if a.opens) - timedelta(days=2)
    clock = calendar.Clock(start)
    with Records(part / "var", now=clock) as records:
        teller = Teller(records, course, clock, now, seed, Drafts.of(course), released, calendar.Story(clock))
        story.enrol(teller, class_)
        changed = _suites(teller, part, list(course.assignments[:past]))
        say(f"{len(class_)} students, {past + 1} labs, hand-ins and quiz attempts …")
        _labs(teller, list(course.assignments[: past + 1]), class_)
        _quizzes(teller, [a.id for a in course.assignments[: past + 1]], class_, seed)
        if changed is not None:
            story.mended_suite(teller, changed)
        teller.story.tell(now)
        story.first_in_line(teller)


def _suites(teller: Teller, part: Path, past: list[Assignment]) -> str | None:
    """Put every lab into the records with its suite; return a second suite of one lab, that accepts a convention that the first did not."""
    records, course = teller.records, teller.course
    with_convention = [(a, e) for a in past for e in a.exercises if (e.folder / "also.py").is_file()]
    lab, exercise = next(((a, e) for a, e in reversed(with_convention) if "pytorch_form" in teller.drafts.slips[e.id]), (None, None))
    changed = None
    if lab is not None and exercise is not None:
        changed = _kept(teller, lab, part)
        teller.mended, teller.convention = lab.id, (exercise.id, teller.drafts.slips[exercise.id]["pytorch_form"])
        (exercise.folder / "also.py").rename(exercise.folder / "also.later")
    for place, one in enumerate(course.assignments):
        dates = {"opens_at": one.opens and times.text(one.opens), "due_at": one.due and times.text(one.due)}
        assignments.put(
            records,
            teller.teacher,
            one.id,
            title=dict(one.title),
            max_score=one.points,
            position=place,
            category="labs",
            published=True,
            **dates,
        )
        suites.use(records, teller.teacher, one.id, _kept(teller, one, part))
    if exercise is not None:
        (exercise.folder / "also.later").rename(exercise.folder / "also.py")
    return changed


def _kept(teller: Teller, lab: Assignment, part: Path) -> str:
    bundle = build_bundle(teller.course, lab.id, part / "var" / "suites")
    return suites.keep(teller.records, teller.teacher, bundle, assignment=lab.id, max_score=lab.points)


def _labs(teller: Teller, labs: list[Assignment], class_: list[Student]) -> None:
    *past, current = labs
    for lab in labs:
        assert lab.opens is not None and lab.due is not None
        for student in class_:
            if student.login in story.HEROES:
                story.hero(teller, lab, student.login)
            elif lab is not current or student not in class_[7:10]:  # these three are kept for what goes wrong
                story.lab(teller, lab, student, opens=lab.opens, due=lab.due)
    story.oddities(teller, past, current, class_)
    story.desk_work(teller, past, current, class_)


def _quizzes(teller: Teller, labs: list[str], class_: list[Student], seed: int) -> None:
    """One quiz for each lab that has a bank of its own, the last one still open."""
    teller.clock.at += timedelta(hours=1)
    for place, (lab, folder) in enumerate(quizzes.banks(teller.course, labs).items()):
        found = teller.course.assignment(lab)
        assert found.opens is not None and found.due is not None
        due = found.due + timedelta(days=1)
        of = quizzes.open_round(teller.records, teller.teacher, folder, opens=found.opens, due=due, place=20 + place)
        for student in class_:
            story.quiz(teller, of, student)
        if due > teller.now:
            someone = teller.ids[class_[20].login]
            sitting = quizzes.sit(teller.records, of, someone, 0.5, f"{seed} runs", leaves=True)
            teller.story.at(teller.now - timedelta(minutes=9), sitting)
