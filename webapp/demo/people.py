"""The people of the demo course: drawn from a seed, so that everybody meets the same class."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

SECTIONS = ("A", "B")
STUDENTS = 56
SURNAMES = "김 Kim,이 Lee,박 Park,최 Choi,정 Jung,강 Kang,조 Cho,윤 Yoon,장 Jang,임 Lim,한 Han,오 Oh,서 Seo,신 Shin,권 Kwon,황 Hwang"
GIVEN = (
    "민준 Minjun,서연 Seoyeon,지호 Jiho,하은 Haeun,도윤 Doyun,수아 Sua,예준 Yejun,지민 Jimin,시우 Siu,윤서 Yunseo,준서 Junseo,채원 Chaewon,"
    "현우 Hyunwoo,다은 Daeun,건우 Gunwoo,소율 Soyul,우진 Woojin,유나 Yuna,태윤 Taeyun,나은 Naeun"
)
ABROAD = (
    "Amara Okafor,Lena Vogel,Mateo García,Priya Nair,Noah Lindqvist,Chiara Conti,Tomás Novák,Aisha Rahman,Oliver Hughes,Yuki Tanaka,Fatima Zahra,"
    "Lucas Moreau,Ingrid Dahl,Daniel Cohen,Sofia Petrova,Wei Zhang,Emma de Vries,Arjun Mehta,Grace Mwangi,Alex Murphy"
)
ZONES = {"Lena Vogel": "Europe/Berlin", "Daniel Cohen": "Asia/Jerusalem"}  # they follow from abroad


@dataclass(frozen=True, kw_only=True)
class Student:
    """Who hands in, and how: `ability` moves the share of right answers, `haste` the time before the deadline."""

    fields: dict[str, Any]
    section: str
    ability: float
    haste: float

    @property
    def login(self) -> str:
        return str(self.fields["login"])


# The first student and the staff are on the login page, one click each.
FIRST = [("Jiwoo Han", "한지우", "jiwoo", "en", "A"), ("김서연", "김서연", "seoyeon", "ko", "B")]
STAFF: list[dict[str, Any]] = [
    {"name": "Elena Rossi", "role": "instructor", "login": "rossi", "sections": []},
    {"name": "Mina Cho", "role": "ta", "login": "mina", "sections": ["A"]},
    {"name": "박준영", "role": "ta", "login": "junyoung", "sections": ["B"], "language": "ko"},
]
ONE_CLICK = ("jiwoo", "seoyeon", "mina", "rossi")


def staff() -> list[dict[str, Any]]:
    """One instructor and two TAs, each of one section, and a TA of both."""
    return [*STAFF, {"name": "Sam Whitfield", "role": "ta", "login": "sam", "sections": []}]


def students(rng: random.Random) -> list[Student]:
    """Fifty-six students: the two who are one click away, Korean names and names from elsewhere."""
    found = [_first(place, *row) for place, row in enumerate(FIRST)]
    korean = _korean(rng)
    abroad = ABROAD.split(",")
    rng.shuffle(abroad)
    while len(found) < STUDENTS:
        place = len(found)
        if place % 3 == 2 and abroad:
            name = abroad.pop()
            login = name.lower().split()[0].replace("á", "a")
            fields = {"name": name, "sort_name": " ".join(reversed(name.split(" ", 1))), "login": login, "language": "en"}
        else:
            hangul, latin, login = next(korean)
            fields = {"name": hangul, "sort_name": hangul, "login": login, "language": "en" if place % 7 == 0 else "ko"}
            if fields["language"] == "en":
                fields |= {"name": latin, "sort_name": " ".join(reversed(latin.split(" ", 1)))}
        found.append(_student(fields, SECTIONS[place % 2], place, rng.gauss(0.3, 1.0), rng.random()))
    return found


def _first(place: int, name: str, sort: str, login: str, language: str, section: str) -> Student:
    return _student({"name": name, "sort_name": sort, "login": login, "language": language}, section, place, 0.4, 0.5)


def _student(fields: dict[str, Any], section: str, place: int, ability: float, haste: float) -> Student:
    about: dict[str, Any] = {
        "email": f"{fields['login']}@example.org",
        "number": f"2026{1001 + 7 * place}",
        "zone": ZONES.get(fields["name"], ""),
    }
    if place == 11:
        about["extra_time"] = 1.5  # half as much time again in quizzes
    return Student(fields={**fields, **about}, section=section, ability=ability, haste=haste)


def _korean(rng: random.Random) -> Any:
    """Korean names that do not repeat: in Hangul, in Latin letters, and as a login."""
    pairs = [(s.split(), g.split()) for s in SURNAMES.split(",") for g in GIVEN.split(",")]
    rng.shuffle(pairs)
    taken = {"seoyeon"}
    for (surname, family), (given, first) in pairs:
        login = first.lower()
        if login in taken:
            login = f"{login}.{family.lower()}"
        if login not in taken and f"{surname}{given}" != "김서연":
            taken.add(login)
            yield f"{surname}{given}", f"{first} {family}", login
