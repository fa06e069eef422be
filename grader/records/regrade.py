"""Regrade with preview: grade every stored hand-in with a new suite, look at who would change, then apply, discard, undo.

Nobody's mark moves before `apply`; overrides stay; hand-ins that arrive meanwhile are included. The preview is computed by the same
gradebook twice, so late days, drops and everything else are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from grader.errors import CourseError
from grader.records import gradebook, notices, queue, reports
from grader.records.reports import Stored
from grader.records.store import Actor, NotFound, Records, Row, Transaction

Mode = Literal["raise", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One person whose mark would move (or moved)."""

    person: int
    old: float | None
    new: float | None
    handin: str | None
    checks: tuple[tuple[str, str, float, float], ...]  # exercise, check, points before, points after
    overridden: bool = False  # reports differ, but the mark was set by hand and stays


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    id: int
    assignment: str
    state: str
    done: int
    of: int
    parked: int
    changes: tuple[Change, ...]

    @property
    def complete(self) -> bool:
        return self.done == self.of


def begin(records: Records, actor: Actor, assignment: str, suite: str, *, reason: str) -> int:
    """Queue every stored hand-in for the new suite, behind everybody who waits. Students are told the reason later."""
    if not reason.strip():
        raise CourseError("A regrade needs a reason: each person whose mark moves reads it.")
    with records.write(actor, "regrade.begin", subject=f"assignment {assignment}", suite=suite) as tx:
        if tx.value("select 1 from suite where digest = ?", [suite]) is None:
            raise NotFound(f"There is no suite {suite[:12]}… in the records.")
        if (running := tx.value("select id from regrade where assignment = ? and state = 'preview'", [assignment])) is not None:
            raise CourseError(
                f"Regrade {running} of {assignment} is not decided yet.\n  Apply or discard it first: allclose regrade {assignment} --discard"
            )
        old = tx.value("select suite from assignment where id = ?", [assignment])
        cursor = tx.execute(
            "insert into regrade (assignment, old_suite, new_suite, reason, state, by, at) values (?, ?, ?, ?, 'preview', ?, ?)",
            [assignment, old, suite, reason, str(actor), tx.now],
        )
        id = int(cursor.lastrowid or 0)
        for row in tx.execute(
            "select id, person from handin where assignment = ? order by number desc, received_at", [assignment]
        ).fetchall():
            queue.put(tx, handin=row["id"], suite=suite, person=row["person"], lane=queue.REGRADE, regrade=id)
        tx.note(regrade=id)
    return id


def preview(records: Records, id: int, *, mode: Mode = "all") -> Preview:
    """Return who changes, by how much and because of which checks, as far as it is graded."""
    about = _run(records, id)
    assignment = about["assignment"]
    done, of, parked = progress(records, id)
    with_it, without_it = _books(records, id, mode, about["state"])
    changes = []
    for person, (old, new) in sorted(_moved(without_it, with_it, assignment).items()):
        changes.append(_change(records, id, assignment, person, old, new))
    changes += _kept_by_hand(records, id, assignment, with_it)
    return Preview(id=id, assignment=assignment, state=about["state"], done=done, of=of, parked=parked, changes=tuple(changes))


def progress(records: Records, id: int) -> tuple[int, int, int]:
    """Return how many hand-ins are graded, of how many, and how many are parked: what a page that waits asks again and again."""
    assignment = _run(records, id)["assignment"]
    of = records.value("select count(*) from handin where assignment = ?", [assignment])
    done = records.value("select count(distinct handin) from report where regrade = ?", [id])
    return int(done), int(of), int(records.value("select count(*) from job where regrade = ? and state = 'parked'", [id]))


def get(records: Records, id: int) -> dict[str, Any]:
    """Return one regrade: assignment, suites, reason, state, mode, who and when."""
    return dict(_run(records, id))


def apply(records: Records, actor: Actor, id: int, *, mode: Mode) -> tuple[Change, ...]:
    """Let the new reports count ("raise": only where they are better) and the new suite be in force; tell who moved."""
    shown = preview(records, id, mode=mode)
    if not shown.complete:
        left = shown.of - shown.done
        raise CourseError(
            f"{left} of {shown.of} hand-ins are not regraded yet ({shown.parked} parked).\n  Wait, or look at the parked ones in the queue."
        )
    with records.write(actor, "regrade.apply", subject=f"regrade {id}", mode=mode, changed=len(shown.changes)) as tx:
        run = _in_state(tx, id, "preview")
        missing = "select count(*) from handin h where h.assignment = ? and not exists (select 1 from report r where r.handin = h.id and r.regrade = ?)"
        if tx.value(missing, [run["assignment"], id]):
            raise CourseError("A hand-in arrived just now and is not regraded yet.\n  Apply again in a moment.")
        tx.execute("update regrade set state = 'applied', mode = ?, decided_at = ? where id = ?", [mode, tx.now, id])
        sql = "update assignment set suite = ?, max_score = (select max_score from suite where digest = ?) where id = ?"
        tx.execute(sql, [run["new_suite"], run["new_suite"], run["assignment"]])
        _tell(tx, shown.changes, run["assignment"], run["reason"])
    return shown.changes


def discard(records: Records, actor: Actor, id: int) -> None:
    """Forget the preview; its reports stay stored and never count."""
    with records.write(actor, "regrade.discard", subject=f"regrade {id}") as tx:
        _in_state(tx, id, "preview")
        tx.execute("update regrade set state = 'discarded', decided_at = ? where id = ?", [tx.now, id])
        tx.execute(
            """
            update job
            set state = 'cancelled', lease = null, leased_until = null, finished_at = ?
            where regrade = ? and state in ('queued', 'leased', 'parked')
            """,
            [tx.now, id],
        )


def undo(records: Records, actor: Actor, id: int) -> int:
    """Take an applied regrade back in one action: marks are what they were, at once.

    Hand-ins that came after it know the new suite only: they are queued for the old one. Returns how many.
    """
    shown = preview(records, id, mode=_run(records, id)["mode"] or "all")
    with records.write(actor, "regrade.undo", subject=f"regrade {id}") as tx:
        run = _in_state(tx, id, "applied")
        later = tx.value("select max(id) from regrade where assignment = ? and state in ('applied', 'preview')", [run["assignment"]])
        if later != id:
            raise CourseError(f"Regrade {later} came after it.\n  Undo or discard that one first.")
        tx.execute("update regrade set state = 'undone' where id = ?", [id])
        sql = "update assignment set suite = ?, max_score = (select max_score from suite where digest = ?) where id = ?"
        tx.execute(sql, [run["old_suite"] or run["new_suite"], run["old_suite"] or run["new_suite"], run["assignment"]])
        only_new = """
            select h.id, h.person
            from handin h
            where h.assignment = ?
              and not exists (select 1 from report r where r.handin = h.id and r.regrade is null and r.suite = ?)
        """
        rows = tx.execute(only_new, [run["assignment"], run["old_suite"]]).fetchall() if run["old_suite"] else []
        for row in rows:
            queue.put(tx, handin=row["id"], suite=run["old_suite"], person=row["person"], lane=queue.SUPERSEDED)
        _tell(
            tx,
            tuple(replace(change, old=change.new, new=change.old) for change in shown.changes),
            run["assignment"],
            f"undone: {run['reason']}",
        )
        tx.note(queued=len(rows))
    return len(rows)


def runs(records: Records, assignment: str | None = None) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in records.rows("select * from regrade where (? is null or assignment = ?) order by id desc", [assignment, assignment])
    ]


def _books(records: Records, id: int, mode: Mode, state: str) -> tuple[gradebook.Book, gradebook.Book]:
    """Return the gradebook with and without the regrade, whatever its state."""
    known = reports.applied_regrades(records)
    place = known.get(id, (len(known), mode))[0]
    without = {run: value for run, value in known.items() if run != id}
    chosen = mode if state != "applied" else known[id][1]
    return gradebook.of_course(records, applied={**without, id: (place, chosen)}), gradebook.of_course(records, applied=without)


def _moved(before: gradebook.Book, after: gradebook.Book, assignment: str) -> dict[int, tuple[gradebook.Cell, gradebook.Cell]]:
    old = {line.person.id: line.cells[assignment] for line in before.lines if assignment in line.cells}
    new = {line.person.id: line.cells[assignment] for line in after.lines if assignment in line.cells}
    return {p: (old[p], new[p]) for p in old if _differ(old[p].score, new[p].score)}


def _differ(old: float | None, new: float | None) -> bool:
    return (old is None) != (new is None) or (old is not None and new is not None and abs(old - new) > 1e-9)


def _change(records: Records, id: int, assignment: str, person: int, old: gradebook.Cell, new: gradebook.Cell) -> Change:
    handin = new.handin or old.handin
    return Change(person=person, old=old.score, new=new.score, handin=handin, checks=_checks(records, id, handin) if handin else ())


def _checks(records: Records, id: int, handin: str) -> tuple[tuple[str, str, float, float], ...]:
    """Return the checks whose points differ between the report of the regrade and the one before it."""
    stored = reports.of_handin(records, handin)
    new = next((report for report in stored if report.regrade == id), None)
    old = reports.fold([report for report in stored if report.regrade != id], reports.applied_regrades(records)).get(handin)
    if new is None or old is None:
        return ()
    before, after = _points(old), _points(new)
    moved = [(*key, before.get(key, 0.0), after.get(key, 0.0)) for key in sorted({*before, *after})]
    return tuple(entry for entry in moved if abs(entry[2] - entry[3]) > 1e-9)


def _points(report: Stored) -> dict[tuple[str, str], float]:
    return {(id, check): values[0] for id, exercise in report.summary.items() for check, values in exercise["checks"].items()}


def _kept_by_hand(records: Records, id: int, assignment: str, book: gradebook.Book) -> list[Change]:
    found = []
    for line in book.lines:
        cell = line.cells.get(assignment)
        if cell is None or cell.state != "by_hand":
            continue
        sql = "select handin from report where regrade = ? and person = ? order by id desc limit 1"
        handin = records.value(sql, [id, line.person.id])
        if handin is not None and (checks := _checks(records, id, handin)):
            found.append(Change(person=line.person.id, old=cell.score, new=cell.score, handin=handin, checks=checks, overridden=True))
    return found


def _tell(tx: Transaction, changes: tuple[Change, ...], assignment: str, reason: str) -> None:
    for change in changes:
        if not change.overridden:
            about = {
                "assignment": assignment,
                "old": change.old,
                "new": change.new,
                "reason": reason,
                "checks": [list(c) for c in change.checks[:20]],
            }
            notices.put(tx, change.person, "changed", subject=f"assignment {assignment}", **about)


def _run(records: Records, id: int) -> Row:
    return records.one("select * from regrade where id = ?", [id], f"There is no regrade {id}.")


def _in_state(tx: Transaction, id: int, state: str) -> Row:
    row = tx.row("select * from regrade where id = ?", [id])
    if row is None or row["state"] != state:
        now = "not there" if row is None else row["state"]
        raise CourseError(f"Regrade {id} is {now}; this needs one that is {state}.")
    return row
