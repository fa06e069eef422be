"""A judge process in the shape that the records' worker wants, and a course's suites kept in its records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.fleet.client import JudgeClient
from grader.judge.report import Report
from grader.notebooks.containers import notebook_in
from grader.records import Records, assignments, suites, times
from grader.records.store import Actor


class FleetJudge:
    """One judge: `grade` as `grader.records.worker.Judge` has it."""

    def __init__(self, client: JudgeClient) -> None:
        self.client = client

    def grade(
        self,
        bundle: Path,
        submission_id: str,
        source: Path | bytes,
        *,
        limits: Any = None,
        device: str = "cpu",
        progress: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> Report:
        """Grade the bytes with this suite."""
        name = json.loads((bundle / "manifest.json").read_bytes())["assignment"]
        data = notebook_in(source if isinstance(source, bytes) else source.read_bytes(), "hand-in.zip")
        report = progress or (lambda event: None)
        return self.client.grade({name: bundle}, submission_id, data, device=device, budget=limits, progress=report)

    def close(self) -> None:
        self.client.close()


def sync(records: Records, actor: Actor, root: Path) -> dict[str, str]:
    """Bring the course's folder into the records: assignments (titles, dates, points) and suites.

    Returns what was done to each assignment: "new", "same", or "changed": then its suite is kept but not in force, for a suite that has
    reports is replaced by a regrade only.
    """
    from grader.course.bundle import build_bundle
    from grader.course.load import load_course

    course = load_course(root)
    if assignments.setting(records, "course") is None:
        assignments.set_setting(records, actor, "course", course.id)
        assignments.set_setting(records, actor, "zone", str(course.time_zone))
        assignments.set_setting(records, actor, "name", dict(course.name))
    known = {a.id: a for a in assignments.everything(records)}
    done: dict[str, str] = {}
    for place, lab in enumerate(course.assignments):
        if lab.id not in known:
            dates = {"opens_at": lab.opens and times.text(lab.opens), "due_at": lab.due and times.text(lab.due)}
            title = dict(lab.title)
            assignments.put(
                records, actor, lab.id, title=title, max_score=lab.points, position=place, category="labs", published=True, **dates
            )
        digest = suites.keep(records, actor, build_bundle(course, lab.id, records.var / "suites"), assignment=lab.id, max_score=lab.points)
        before = known[lab.id].suite if lab.id in known else None
        graded = records.value("select 1 from report where assignment = ? limit 1", [lab.id])
        if before is None or (before != digest and not graded):
            suites.use(records, actor, lab.id, digest)
        done[lab.id] = "new" if before is None else "same" if before == digest else "changed" if graded else "new"
    return done


def present_suite(records: Records, actor: Actor, root: Path, assignment: str) -> str:
    """Keep the assignment's suite as its folder has it now, and return it; it is not in force before somebody says so."""
    from grader.course.bundle import build_bundle
    from grader.course.load import load_course

    course = load_course(root)
    points = course.assignment(assignment).points
    return suites.keep(records, actor, build_bundle(course, assignment, records.var / "suites"), assignment=assignment, max_score=points)


def newest_suite(records: Records, assignment: str) -> str | None:
    """Return the suite of the assignment that was kept last."""
    found: str | None = records.value("select digest from suite where assignment = ? order by added_at desc limit 1", [assignment])
    return found
