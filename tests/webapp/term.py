"""A term half way through: everything that a page can show is there once for each student, and names its owner.

Each student has a mark, a word that stands in everything of theirs (name, e-mail, code, file name, requests, answers, what the staff said about
them) and nowhere else: whoever reads it on somebody else's page has found a leak.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.fleet.recorded import FleetJudge, sync
from grader.records import Records, alike, assignments, desk, handins, people, regrade, similar
from grader.records.worker import Worker
from webapp import accounts
from webapp.quiz import attempts, bank, settings, store

ROOT = Path(__file__).parents[2]
LAB, QUIZ, BANK, OPEN_QUIZ = "adaptive-optimizers", "quiz-bv", "bias-variance", "quiz-open"
PASSWORD = "correct horse battery"
SECTION = {"ada": "A", "bo": "B", "cy": "B"}  # tia teaches A only
STAFF = {"tia": "ta", "tom": "ta", "ivo": "instructor"}
MARK = {login: f"zq{login}qz" for login in (*SECTION, *STAFF)}


@dataclass
class Term:
    """Where it is, and the names of what is in it."""

    root: Path
    person: dict[str, int] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)  # of each student: three attempts (over, open, practice), two hand-ins
    requests: dict[str, int] = field(default_factory=dict)


def fill(root: Path, course: Path, judge: FleetJudge, answered: Callable[[dict[str, str]], bytes], right: Callable[[str], str]) -> Term:
    """Play the term in a copy of the course at `root`."""
    shutil.copytree(course, root)
    shutil.copytree(ROOT / "solutions" / "quizzes" / BANK, root / "solutions" / "quizzes" / BANK)
    term = Term(root)
    with Records(root / "var") as records:
        _people(records, term)
        sync(records, "test", root)
        assignments.put(records, "test", LAB, due_at="2099-01-01T00:00:00.000000Z", published=1)
        desk.set_rubric(records, term.person["ivo"], LAB, "opt-adam", [{"id": "clear", "points": 2, "en": "Clear", "ko": "명료함"}])
        _quizzes(records, root, term)
        wrong = right("opt-adam").replace("1 - beta1**t", "1.0")
        for login in SECTION:
            _works(records, term, login, answered({"opt-adam": f"{wrong}\n# {MARK[login]}\n"}))
        suite = assignments.get(records, LAB).suite
        assert suite is not None
        regrade.begin(records, term.person["ivo"], LAB, suite, reason="a check was unfair")
        Worker(records, judge).run(until_empty=True)
        sources = {term.ids[login][-1]: f"{wrong}\n# {MARK[login]}\n" for login in SECTION}
        alike.keep(records, term.person["ivo"], LAB, similar.compare(sources), sources)
        for login in SECTION:
            _is_talked_about(records, term, login)
            waiting = answered({"opt-adam": f"# {MARK[login]} again\n"})
            term.ids[login].append(handins.hand_in(records, term.person[login], LAB, waiting, filename=f"{MARK[login]}-2.ipynb").id)
    return term


def doctor_rests(records: Records) -> None:
    """Let the doctor have looked at this machine a moment ago, so that a request does not start a process of seconds: `test_health.py` does."""
    with records.machinery() as tx:
        for _ in range(3):
            tx.execute("insert into throttle (key, at) values ('doctor', '2099-01-01T00:00:00.000000Z')")


def _people(records: Records, term: Term) -> None:
    hashed = accounts.hashed(PASSWORD)
    for login in (*SECTION, *STAFF):
        role: Any = STAFF.get(login, "student")
        name = login.capitalize() if login in STAFF else f"{login.capitalize()} {MARK[login]}"
        sections = [SECTION[login]] if login in SECTION else ["A"] if login == "tia" else []
        fields = {"email": f"{MARK[login]}@example.org", "login": login, "number": f"{MARK[login]}-7"}
        id = people.add(records, "test", name=name, role=role, sections=sections, **fields)
        with records.machinery() as tx:
            tx.execute("update person set password = ? where id = ?", [hashed, id])
        term.person[login] = id


def _quizzes(records: Records, root: Path, term: Term) -> None:
    """One quiz that is over with a short answer of everybody, one that everybody is in the middle of."""
    quizzes = bank.load(root / "solutions" / "quizzes")
    for id in (QUIZ, OPEN_QUIZ):
        title = {"en": quizzes[BANK].title.en, "ko": quizzes[BANK].title.ko}
        assignments.put(records, "test", id, kind="quiz", title=title, published=1, max_score=10, due_at="2099-01-01T00:00:00.000000Z")
        store.put_settings(records, "test", id, {"bank": BANK})
        shape = settings.read(store.settings(records, id), quizzes, where=id)
        for login in SECTION:
            person = term.person[login]
            attempt = store.attempt(records, attempts.begin(records, quizzes[BANK], shape, person, id))
            forms = {q.position: {"answer": [MARK[login]]} for q in attempts.questions(records, attempt.id, quizzes)}
            store.save(records, attempt, forms)
            if id == QUIZ:
                store.submit(records, attempt, forms)
                attempts.finish(records, store.attempt(records, attempt.id), quizzes)
            term.ids.setdefault(login, []).append(attempt.id)
    for login in SECTION:
        practice = attempts.begin(records, quizzes[BANK], shape, term.person[login], QUIZ, kind="practice")
        term.ids[login].append(practice)


def _works(records: Records, term: Term, login: str, data: bytes) -> None:
    term.ids[login].append(handins.hand_in(records, term.person[login], LAB, data, filename=f"{MARK[login]}.ipynb").id)


def _is_talked_about(records: Records, term: Term, login: str) -> None:
    mark, person, handin, tom = MARK[login], term.person[login], term.ids[login][-1], term.person["tom"]
    desk.comment(records, tom, handin, f"About {mark}.")
    number = desk.ask(records, person, "regrade", LAB, f"Please look again, {mark}.", handin=handin)
    desk.answer(records, tom, number, f"We look, {mark}.")
    term.requests[login] = number
    assignments.extend(records, "test", [LAB], people=[person], minutes=60, reason=f"ill {mark}")
    desk.mark_by_hand(records, tom, handin, "opt-adam", {"clear": 1.0}, comment=f"Clear, {mark}.")
    assignments.override(records, tom, person, LAB, 1.5, reason=f"by hand {mark}")
