"""Read a course directory. All mistakes are found before any is reported."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from grader.course import glossary
from grader.course.cells import read_cells
from grader.course.model import Assignment, Course, Exercise, Limits, Text
from grader.course.shapes import AssignmentFile, CourseFile, ExerciseFile, LimitsTable
from grader.course.suites import check_probes, check_suite
from grader.course.toml import Mistakes, line_of
from grader.errors import CourseError
from grader.judge.bans import PROFILES, is_known

ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,53}$")  # with the longest suffix, -statement: 64, as nbgrader and nbformat allow
_ID_HELP = "Use small letters, digits and hyphens, 54 at most: opt-adam"
_BARE_NAME = re.compile(r"^[a-z_][a-z0-9_]*$")  # a module or a builtin


def load_course(path: Path) -> Course:
    """Return the course in `path`, or raise one CourseError that lists every mistake in it."""
    course, mistakes = load_draft(path)
    if mistakes:
        raise CourseError(*mistakes)
    return course


def load_draft(path: Path) -> tuple[Course, tuple[str, ...]]:
    """Return what of a course can be used, and every mistake in the rest: one author's half-written exercise stops nobody else."""
    root = Path(path).resolve()
    if not (root / "course.toml").is_file():
        raise CourseError(
            f"{path}: there is no course.toml here.\n  Go to a course, name one with --course DIR, or make one: allclose init DIR"
        )
    mistakes = Mistakes(root)
    course = _course(root, mistakes)
    if course is None:
        raise CourseError(*mistakes.found)
    return course, tuple(mistakes.found)


def _course(root: Path, mistakes: Mistakes) -> Course | None:
    path = root / "course.toml"
    file = mistakes.read_struct(path, CourseFile, what="the name and the time zone of the course")
    limits = _limits(path, file.limits if file else None, Limits(), mistakes)
    zone = _time_zone(path, file.time_zone, mistakes) if file else ZoneInfo("UTC")
    folders = _assignment_folders(root, file, mistakes)
    assignments = [a for a in (_assignment(folder, limits, zone, mistakes) for folder in folders) if a]
    _check_unique(assignments, mistakes)
    _check_needs([e for a in assignments for e in a.exercises], mistakes)
    _check_glossary(root, mistakes)
    if file is None:
        return None
    name = {"en": file.name, "ko": file.name_ko}
    return Course(root=root, id=file.id, name=name, time_zone=zone, limits=limits, assignments=tuple(assignments))


def _check_glossary(root: Path, mistakes: Mistakes) -> None:
    try:
        glossary.load(root)
    except CourseError as error:
        mistakes.found += error.mistakes


def _assignment_folders(root: Path, file: CourseFile | None, mistakes: Mistakes) -> list[Path]:
    """The listed folders, or every folder of solutions/ with an assignment.toml."""
    present = sorted(p.parent for p in (root / "solutions").glob("*/assignment.toml"))
    if file is None or file.assignments is None:
        return present
    path = root / "course.toml"
    line = line_of(path, "assignments")
    for folder in present:
        if folder.name not in file.assignments:
            mistakes.add(path, f"the assignment solutions/{folder.name} is not in the list.", f'Add "{folder.name}".', line=line)
    for name in file.assignments:
        if not (root / "solutions" / name / "assignment.toml").is_file():
            mistakes.add(
                path, f"the assignment “{name}” is listed but absent.", f"Write solutions/{name}/assignment.toml, or remove it.", line=line
            )
    listed = [root / "solutions" / name for name in dict.fromkeys(file.assignments)]
    return [folder for folder in listed if folder in present]


def _time_zone(path: Path, name: str, mistakes: Mistakes) -> ZoneInfo:
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    mistakes.add(
        path,
        f"no time zone is called “{name}”.",
        f'Write, for example: time_zone = "{close[0] if close else "Asia/Seoul"}"',
        line=line_of(path, "time_zone"),
    )
    return ZoneInfo("UTC")


def _limits(path: Path, table: dict[str, Any] | None, default: Limits, mistakes: Mistakes) -> Limits:
    if table is None:
        return default
    given = mistakes.check_struct(path, table, LimitsTable)
    if given is None:
        return default
    merged = {key: getattr(given, key) if key in table else getattr(default, key) for key in Limits.__dataclass_fields__}
    return Limits(**merged)


def _check_id(path: Path, id: str, mistakes: Mistakes) -> None:
    if not ID.match(id):
        mistakes.add(path, f"the folder name “{id}” cannot be an id (grade_id, cell id).", _ID_HELP)


def _assignment(folder: Path, course_limits: Limits, zone: ZoneInfo, mistakes: Mistakes) -> Assignment | None:
    path = folder / "assignment.toml"
    file = mistakes.read_struct(path, AssignmentFile, what="title, title_ko and the list of exercises")
    _check_id(path, folder.name, mistakes)
    intro = _texts(folder, "intro", mistakes, what="what is to be learnt in this assignment")
    probes = folder / "probes.py"
    if probes.exists():
        check_probes(probes, mistakes)
    limits = _limits(path, file.limits if file else None, course_limits, mistakes)
    listed = file.exercises if file else sorted(p.parent.name for p in folder.glob("*/exercise.toml"))
    exercises = [_exercise(folder / name, limits, mistakes) for name in _exercise_names(folder, listed, mistakes)]
    if file is None:
        return None
    opens, due = (_moment(path, key, getattr(file, key), zone, mistakes) for key in ("opens", "due"))
    if opens and due and due <= opens:
        mistakes.add(path, "it is due before it opens.", f"Write a date after {opens:%Y-%m-%dT%H:%M}.", line=line_of(path, "due"))
    return Assignment(
        id=folder.name,
        folder=folder,
        title={"en": file.title, "ko": file.title_ko},
        intro=intro,
        exercises=tuple(e for e in exercises if e),
        limits=limits,
        opens=opens,
        due=due,
        probes=probes if probes.exists() else None,
    )


def _exercise_names(folder: Path, listed: list[str], mistakes: Mistakes) -> list[str]:
    """The exercises to read, in order; notes what is listed twice, listed but absent, or present but not listed."""
    path = folder / "assignment.toml"
    line = line_of(path, "exercises")
    for name in dict.fromkeys(listed):
        if listed.count(name) > 1:
            mistakes.add(path, f"the exercise “{name}” is listed twice.", "Every id stands once.", line=line)
        if not (folder / name).is_dir():
            instead = f"Make it: allclose new exercise {name} --family optimizer. Or remove it from the list."
            mistakes.add(path, f"the exercise “{name}” is listed, but there is no folder {name}/.", instead, line=line)
    for present in sorted(p.parent.name for p in folder.glob("*/exercise.toml")):
        if present not in listed:
            mistakes.add(
                path, f"the exercise “{present}” has a folder but is not in the list.", f'Add "{present}" to exercises.', line=line
            )
    return [name for name in dict.fromkeys(listed) if (folder / name).is_dir()]


def _moment(path: Path, key: str, value: datetime | None, zone: ZoneInfo, mistakes: Mistakes) -> datetime | None:
    """A date in the course's time zone. Times that a clock change skips do not exist."""
    if value is None or value.tzinfo is not None:
        return value
    local = value.replace(tzinfo=zone)
    if local.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != value:
        mistakes.add(path, f'"{key}" falls into the hour that {zone.key} skips.', "Choose another hour.", line=line_of(path, key))
    return local


def _exercise(folder: Path, assignment_limits: Limits, mistakes: Mistakes) -> Exercise | None:
    path = folder / "exercise.toml"
    before = len(mistakes.found)
    file = mistakes.read_struct(path, ExerciseFile, what="title, title_ko, points, family, gives, tolerance")
    _check_id(path, folder.name, mistakes)
    statement = _texts(folder, "statement", mistakes, what="what is to be done")
    cells = read_cells(folder / "exercise.py", mistakes, gives=tuple(file.gives) if file else ())
    check_suite(folder, mistakes, id=folder.name)
    if file is None:
        return None
    _check_bans(path, file.ban, mistakes)
    limits = _limits(path, file.limits, assignment_limits, mistakes) if file.limits else None
    korean = folder / "messages.ko.toml"
    if len(mistakes.found) > before or cells is None:
        return None
    return Exercise(
        id=folder.name,
        folder=folder,
        title={"en": file.title, "ko": file.title_ko},
        points=file.points,
        kind=file.kind,
        family=file.family,
        gives=tuple(file.gives),
        needs=tuple(file.needs),
        ban=tuple(file.ban),
        tolerance=file.tolerance,
        tags=tuple(file.tags),
        quiz=file.quiz,
        figure=file.figure,
        limits=limits,
        statement=statement,
        preamble=cells[0],
        cells=cells[1],
        korean=(mistakes.read_toml(korean, what="the Korean texts") or {}) if korean.exists() else {},
    )


def _check_bans(path: Path, bans: list[str], mistakes: Mistakes) -> None:
    for entry in bans:
        if not is_known(entry) and not _BARE_NAME.match(entry):
            close = difflib.get_close_matches(entry, PROFILES, n=1)
            hint = f"Did you mean “{close[0]}”? " if close else ""
            instead = f"{hint}There are {', '.join(PROFILES)}, dotted names (torch.nn.functional.relu) and ops (aten:relu)."
            mistakes.add(path, f"no profile is called “{entry}”.", instead, line=line_of(path, "ban"))


def _texts(folder: Path, stem: str, mistakes: Mistakes, *, what: str) -> Text:
    """A Markdown text in English and Korean."""
    texts = {}
    for language, name in (("en", f"{stem}.md"), ("ko", f"{stem}.ko.md")):
        path = folder / name
        text = mistakes.read_text(path, what=what + (" in Korean" if language == "ko" else ""))
        if text is not None and not text.strip():
            mistakes.add(path, "the file is empty.", f"Write {what}.")
        if text is not None and text.lstrip().startswith("# "):
            line = next(i for i, line in enumerate(text.split("\n"), start=1) if line.strip())
            mistakes.add(path, "a heading stands at the top; it is made from the title.", "Begin with the text.", line=line)
        texts[language] = (text or "").strip()
    return texts


def _check_unique(assignments: list[Assignment], mistakes: Mistakes) -> None:
    seen: dict[str, Assignment] = {}
    for assignment in assignments:
        for exercise in assignment.exercises:
            if exercise.id in seen:
                first = seen[exercise.id].id
                mistakes.add(
                    exercise.folder / "exercise.toml", f"“{first}” has an exercise “{exercise.id}” too.", "Rename one of the two folders."
                )
            seen.setdefault(exercise.id, assignment)


def _check_needs(exercises: list[Exercise], mistakes: Mistakes) -> None:
    """What an exercise needs must stand before it in the same notebook."""
    folders = {e.id: e.folder for e in exercises}
    needs = {e.id: [n for n in e.needs if n in folders] for e in exercises}
    order = {e.id: i for i, e in enumerate(exercises)}
    for exercise in exercises:
        path = exercise.folder / "exercise.toml"
        line = line_of(path, "needs") if exercise.needs else None
        for needed in exercise.needs:
            if needed not in folders:
                close = difflib.get_close_matches(needed, folders, n=1)
                instead = f"Did you mean “{close[0]}”?" if close else "Write the id of an exercise of the same assignment."
                mistakes.add(path, f"it needs “{needed}”, which does not exist.", instead, line=line)
            elif folders[needed].parent != exercise.folder.parent:
                mistakes.add(
                    path, f"it needs “{needed}” of another notebook ({folders[needed].parent.name}).", "Move one of the two.", line=line
                )
            elif cycle := _cycle(exercise.id, needs):
                mistakes.add(path, f"it needs itself: {' → '.join(cycle)}.", "Remove one of these needs.", line=line)
            elif order[needed] > order[exercise.id]:
                instead = "Change the order in assignment.toml."
                mistakes.add(path, f"it needs “{needed}”, which comes after it in the notebook.", instead, line=line)


def _cycle(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """A way from an exercise back to itself, or nothing."""

    def walk(path: list[str]) -> list[str]:
        for following in needs[path[-1]]:
            if following == start:
                return [*path, start]
            if following not in path and (found := walk([*path, following])):
                return found
        return []

    return walk([start])
