"""What happens in the demo course, week after week: hand-ins, quizzes, late days, requests, a suite that is mended, a fault of ours.

Everything goes through the same functions as in a real course, with a clock of the past; only grading happens when it is served.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from grader.course import samples
from grader.course.model import Assignment, Course
from grader.records import Records, assignments, desk, handins, people, queue, regrade
from webapp.demo import calendar, quizzes
from webapp.demo.answers import Drafts, chance, endless
from webapp.demo.calendar import Clock, Story
from webapp.demo.people import ONE_CLICK, Student, staff

POLICY = {
    "late_days": {"days": 3, "per_assignment": 2},
    "late_penalty": {"cost": 0.1, "per": "day", "cut_off_hours": 120},
    "grace": {"minutes": 15},
    "weights": {"by_category": {"labs": 0.7, "quizzes": 0.3}},
    "drop_lowest": {"quizzes": 1},
    "letters": {"scale": {"A": 90, "B": 80, "C": 70, "D": 60}},
}
REASON = "PyTorch's place of ε is accepted now: nothing in the statement forbade it."
HEROES = {
    "jiwoo": {"gradient_without_mean", "velocity", "no_bias_correction", "full_period"},
    "seoyeon": {"open_at_zero", "look_without_lr", "h_of_gradients", "not_clamped"},
}
JUDGE = "demo judge"
FAULT = "the judge stopped: the judge ended with -9 (the demo had it killed, to show what a fault of ours looks like)"


@dataclass
class Teller:
    """All that the parts of the story share."""

    records: Records
    course: Course
    clock: Clock
    now: datetime
    seed: int
    drafts: Drafts
    released: Path
    story: Story
    ids: dict[str, int] = field(default_factory=dict)
    mended: str = ""  # the lab whose suite was changed
    convention: tuple[str, str] | None = None  # exercise and answer that only the changed suite accepts
    parked: bool = False

    def rng(self, *about: object) -> random.Random:
        """A generator for one matter: what happens elsewhere does not move it."""
        return random.Random(f"{self.seed} {about}")

    @property
    def teacher(self) -> int:
        return self.ids["rossi"]


def enrol(teller: Teller, students: list[Student]) -> None:
    """Bring in everybody, and the rules of the course."""
    records = teller.records
    for row in staff():
        about = {key: value for key, value in row.items() if key not in ("sections", "login")}
        login = row["login"]
        teller.ids[login] = people.add(
            records, "demo", sections=row["sections"], login=login, email=f"{login}@example.org", sort_name=row["name"], **about
        )
    for student in students:
        teller.ids[student.login] = people.add(records, teller.teacher, sections=[student.section], **student.fields)
    assignments.set_setting(records, teller.teacher, "course", teller.course.id)
    assignments.set_setting(records, teller.teacher, "name", dict(teller.course.name))
    assignments.set_setting(records, teller.teacher, "zone", str(teller.course.time_zone))
    assignments.set_setting(records, teller.teacher, "policy", POLICY)
    assignments.set_setting(records, teller.teacher, "demo", list(ONE_CLICK))


def lab(teller: Teller, lab: Assignment, student: Student, *, opens: datetime, due: datetime) -> None:
    """One student's attempts at one lab, as far as they lie before now."""
    rng = teller.rng(student.login, lab.id)
    if rng.random() < (0.45 if due > teller.now else 0.05):
        return  # has not begun, or never will
    answers = teller.drafts.first(lab, student.ability, rng)
    if teller.convention and lab.id == teller.mended and rng.random() < 0.18:
        answers[teller.convention[0]] = teller.convention[1]
    before_h = rng.expovariate(1 / 16) + 40 * student.haste * rng.random()
    late = rng.random() < 0.08
    when = due + timedelta(hours=rng.uniform(0.1, 30)) if late else max(due - timedelta(hours=before_h), opens + timedelta(hours=2))
    if due > teller.now:
        when = teller.now - timedelta(hours=rng.uniform(0.2, 60))
    teller.story.at(when, _attempts(teller, lab, student, answers))


def _attempts(teller: Teller, lab: Assignment, student: Student, answers: dict[str, str]) -> Iterator[timedelta]:
    rng = teller.rng(student.login, lab.id, "again")
    person = teller.ids[student.login]
    given = hand_in(teller, lab, person, answers)
    if not teller.parked and lab.id == teller.course.assignments[calendar.past(len(teller.course.assignments))].id:
        teller.parked = True
        _fails(teller, given)
    for _ in range(2):
        better = teller.drafts.better(lab, answers, student.ability, rng)
        if better == answers or rng.random() > 0.2:
            return
        answers = better
        yield timedelta(minutes=rng.uniform(12, 300))
        hand_in(teller, lab, person, answers)


def hand_in(teller: Teller, lab: Assignment, person: int, answers: dict[str, str], *, data: bytes | None = None, filename: str = "") -> str:
    korean = people.get(teller.records, person).language == "ko"
    folder = teller.released / lab.id / ("ko" if korean else "")
    made = samples.answered(folder / f"{lab.id}.ipynb", answers) if data is None else data
    return handins.hand_in(teller.records, person, lab.id, made, filename=filename or f"{lab.id}.ipynb", limited=False).id


def _fails(teller: Teller, handin: str) -> None:
    """Our fault: a judge dies three times over this hand-in. It is parked for a TA, without a mark."""
    queue.prefer(teller.records, JUDGE, [handin])
    for _ in range(queue.RULES.tries):
        job = queue.lease(teller.records, JUDGE)
        assert job is not None and job.handin == handin, "what was preferred comes next"
        queue.fault(teller.records, job, FAULT)
        teller.clock.at += timedelta(seconds=max(queue.RULES.back_off_s) + 1)


def quiz(teller: Teller, of: quizzes.Round, student: Student) -> None:
    """A student's attempts at a quiz: most sit it once, some twice."""
    rng = teller.rng(student.login, of.id)
    running = of.due > teller.now
    if rng.random() < (0.5 if running else 0.07):
        return
    last = min(of.due, teller.now) - timedelta(minutes=40)
    when = last - timedelta(hours=rng.expovariate(1 / 20))
    when = max(when, of.opens + timedelta(minutes=5))
    person = teller.ids[student.login]
    teller.story.at(when, quizzes.sit(teller.records, of, person, student.ability, f"{teller.seed} {student.login} 1"))
    if rng.random() < chance(-student.ability, 1.0) and when + timedelta(hours=2) < last:
        teller.story.at(
            when + timedelta(hours=2), quizzes.sit(teller.records, of, person, student.ability + 0.5, f"{teller.seed} {student.login} 2")
        )


def oddities(teller: Teller, past: list[Assignment], lab: Assignment, students: list[Student]) -> None:
    """What goes wrong in every term: a file that is none, a notebook that was not saved, a loop that never ends."""
    hours = [teller.now - timedelta(hours=h) for h in (30, 21, 9)]
    someone, other, third = (teller.ids[s.login] for s in students[7:10])
    photo = b"\x89PNG\r\n\x1a\n a photo of the screen"
    teller.story.at(hours[0], once(lambda: hand_in(teller, lab, someone, {}, data=photo, filename="IMG_2041.ipynb")))
    teller.story.at(hours[1], once(lambda: hand_in(teller, lab, other, {})))
    loop = {**samples.right(lab), lab.exercises[0].id: endless(lab.exercises[0])}
    teller.story.at(hours[2], once(lambda: hand_in(teller, lab, third, loop)))


def hero(teller: Teller, lab: Assignment, login: str) -> None:
    """Who is one click away has made certain mistakes, where the course knows them; the lab that is open was handed in this morning."""
    wrong = {e.id: [text for name, text in teller.drafts.slips[e.id].items() if name in HEROES[login]] for e in lab.exercises}
    answers = {**samples.right(lab), **{id: texts[0] for id, texts in wrong.items() if texts}}
    assert lab.due is not None
    when = min(lab.due - timedelta(hours=20), teller.now - timedelta(hours=1.5 if login == "jiwoo" else 0.8))
    teller.story.at(when, once(lambda: hand_in(teller, lab, teller.ids[login], answers)))


def desk_work(teller: Teller, past: list[Assignment], lab: Assignment, students: list[Student]) -> None:
    """Extensions, an excuse, comments, and requests: some answered, some waiting."""
    records, ids = teller.records, teller.ids
    mina, rossi = ids["mina"], teller.teacher
    ill, away, slow = (ids[s.login] for s in students[12:15])

    def early() -> None:
        reason = "The network of the north building was down on Thursday evening."
        assignments.extend(records, rossi, [past[-1].id], section="B", minutes=24 * 60, reason=reason)
        assignments.excuse(records, rossi, ill, past[0].id, reason="In hospital that week; a note is in the office.")

    def asked() -> None:
        number = desk.ask(records, away, "extension", lab.id, "I am at a competition until Sunday. Could I hand in on Monday?")
        desk.answer(records, mina, number, "Of course. Good luck there.", state="granted")
        assignments.extend(records, mina, [lab.id], people=[away], minutes=36 * 60, reason="At a competition")

    def waiting() -> None:
        desk.ask(records, slow, "extension", lab.id, "노트북이 고장 나서 수리를 맡겼어요. 이틀만 더 주실 수 있을까요?")
        newest = handins.of_person(records, ids["jiwoo"], past[-1].id)[0].id
        text = "I do not see what is wrong with my first step: I followed the formula of the statement. Could you look again?"
        desk.ask(records, ids["jiwoo"], "regrade", past[-1].id, text, handin=newest)

    def commented() -> None:
        for person, text in ((ids["jiwoo"], "Clear code. Next time, say in one line why the step shrinks."), (away, "변수 이름이 좋아요.")):
            given = handins.of_person(records, person, past[-1].id)
            if given:
                desk.comment(records, mina, given[0].id, text)

    for days, what in ((6.5, early), (2.5, asked), (0.4, waiting), (1.2, commented)):
        teller.story.at(teller.now - timedelta(days=days), once(what))


def mended_suite(teller: Teller, digest: str) -> None:
    """Three hours ago the instructor began a regrade; nobody's mark has moved, it waits for a decision."""

    def begin() -> None:
        regrade.begin(teller.records, teller.teacher, teller.mended, digest, reason=REASON)

    teller.story.at(teller.now - timedelta(hours=3), once(begin))


def first_in_line(teller: Teller) -> None:
    """What can be opened with one click is graded first."""
    for login in reversed(ONE_CLICK):
        mine = [h.id for h in handins.of_person(teller.records, teller.ids[login])]
        queue.prefer(teller.records, teller.teacher, mine)


def once(action: Callable[[], object]) -> Iterator[timedelta]:
    """A happening of a single step."""
    action()
    yield from ()
