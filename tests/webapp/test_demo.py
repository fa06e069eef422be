"""The demo is what it says: sixty people, weeks of work, the same class from the same seed, and for this machine only."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from grader.course import samples
from grader.course.load import load_course
from grader.errors import CourseError
from grader.records import Records, assignments, people, queue, regrade
from webapp.app import create_app
from webapp.demo import build
from webapp.demo.people import ONE_CLICK
from webapp.serve import serve

ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 3, 10, 3, 0, tzinfo=UTC)
SLIPS = sorted((id, name) for id, named in samples.slips(load_course(ROOT)).items() for name in named)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("made") / "demo"
    build.build(ROOT, target, seed=7, now=NOW, say=lambda text: None)
    return target


@pytest.fixture(scope="module")
def records(demo: Path):
    with Records(demo / "var", now=lambda: NOW) as found:
        yield found


def handed_in(folder: Path) -> list[tuple[str, str, int, str]]:
    with Records(folder / "var", readonly=True) as found:
        sql = "select p.login, h.assignment, h.number, h.sha256 from handin h join person p on p.id = h.person order by 1, 2, 3"
        return [tuple(row) for row in found.rows(sql)]


def test_there_are_sixty_people_in_two_sections(records: Records) -> None:
    assert len(people.everyone(records)) == 60
    assert {role: len(people.everyone(records, role=role)) for role in ("student", "ta", "instructor")} == {
        "student": 56, "ta": 3, "instructor": 1,
    }  # fmt: skip
    assert people.sections(records) == ["A", "B"]
    names = [p.name for p in people.everyone(records, role="student")]
    assert any("가" <= name[0] <= "힣" for name in names) and any(name[0].isascii() for name in names)


def test_nobody_has_a_password(records: Records) -> None:
    assert not any(person.has_password for person in people.everyone(records))


def test_weeks_of_work_lie_in_the_past_and_nothing_in_the_future(records: Records, demo: Path) -> None:
    labs = {row["assignment"]: row["n"] for row in records.rows("select assignment, count(distinct person) as n from handin group by 1")}
    assert len(labs) == 4 and all(count >= 20 for count in labs.values())
    assert records.value("select max(received_at) from handin") < records.now_text()
    opened = [a for a in assignments.everything(records) if a.kind == "code" and a.opens_at and a.opens_at > records.now_text()]
    assert opened, "labs that are not open yet"
    assert load_course(demo).assignment("optimizers").due is not None


def test_something_of_everything_waits_for_somebody(records: Records) -> None:
    assert len(queue.overview(records)["parked"]) == 1
    assert [run["state"] for run in regrade.runs(records)] == ["preview"]
    states = {(row["kind"], row["state"]) for row in records.rows("select kind, state from request")}
    assert states == {("extension", "granted"), ("extension", "open"), ("regrade", "open")}
    assert records.value("select count(*) from extension") >= 2
    assert records.value("select count(*) from comment") >= 1
    assert records.value("select count(*) from quiz_result") > 100
    assert records.value("select count(*) from attempt a left join attempt_end e on e.attempt = a.id where e.attempt is null") >= 1


def test_the_demo_has_the_words_of_the_course_and_an_appeal_about_a_hand_in(records: Records, demo: Path) -> None:
    assert (demo / "glossary.toml").read_bytes() == (ROOT / "glossary.toml").read_bytes()
    assert records.value("select handin from request where kind = 'regrade'") is not None


def test_the_trail_of_the_demo_is_whole(records: Records) -> None:
    from grader.records import audit

    assert audit.broken_at(records) is None


def test_who_is_one_click_away_is_graded_first(records: Records) -> None:
    job = queue.lease(records, "test")
    assert job is not None
    queue.give_back(records, job)
    assert people.get(records, job.person).login in ONE_CLICK


def test_the_same_seed_gives_the_same_hand_ins(demo: Path, tmp_path: Path) -> None:
    build.build(ROOT, tmp_path / "again", seed=7, now=NOW, say=lambda text: None)
    assert handed_in(tmp_path / "again") == handed_in(demo) != []


def test_where_there_is_no_course_one_is_made_of_the_templates_and_another_seed_gives_other_hand_ins(tmp_path: Path) -> None:
    for seed in (7, 8):
        build.build(tmp_path, tmp_path / str(seed), seed=seed, now=NOW, say=lambda text: None)
        assert {row[1] for row in handed_in(tmp_path / str(seed))} == {"first-steps", "training", "networks"}
    assert handed_in(tmp_path / "7") != handed_in(tmp_path / "8")


def test_a_folder_that_is_no_demo_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("…")
    with pytest.raises(CourseError, match=r"is not a demo course"):
        build.remove(tmp_path)
    assert (tmp_path / "thesis.tex").exists()


def test_a_build_that_was_interrupted_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        build.build(tmp_path, tmp_path / "demo", seed=7, now=NOW, say=_stop)
    assert build.stamp(tmp_path / "demo") is None
    assert not (tmp_path / "demo").exists()


def _stop(text: str) -> None:
    if "students" in text:
        raise RuntimeError(text)


# -- one click, from this machine only -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(demo: Path) -> Flask:
    return create_app(demo, testing=True, demo=True)


@pytest.mark.parametrize("login", ONE_CLICK)
def test_one_click_logs_in_as_each_of_them(site: Flask, login: str) -> None:
    client = site.test_client()
    assert client.get(f"/login/demo/{login}").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_else_is_one_click_away(site: Flask) -> None:
    assert site.test_client().get("/login/demo/sam").status_code == 404


FROM_ELSEWHERE = {
    "another machine": {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
    "a proxy on this machine": {"headers": {"X-Forwarded-For": "192.0.2.7"}},
    "a page whose name points here": {"base_url": "http://evil.example:8000"},
}


@pytest.mark.parametrize("where", FROM_ELSEWHERE)
def test_from_elsewhere_there_is_no_one_click_login(site: Flask, where: str) -> None:
    client = site.test_client()
    assert client.get("/login/demo/rossi", **FROM_ELSEWHERE[where]).status_code == 404
    assert "rossi" not in client.get("/login", **FROM_ELSEWHERE[where]).text


def test_without_demo_mode_the_demo_course_lets_nobody_in(demo: Path) -> None:
    plain = create_app(demo, testing=True)
    assert plain.test_client().get("/login/demo/rossi").status_code == 404
    assert "rossi" not in plain.test_client().get("/login").text


@pytest.mark.parametrize("options", [{"host": "0.0.0.0"}, {"host": "192.0.2.7"}, {"host": "::"}, {"proxies": 1}], ids=str)
def test_the_demo_is_not_served_to_other_machines(tmp_path: Path, options) -> None:
    with pytest.raises(CourseError, match="this machine only"):
        serve(tmp_path, demo=True, **options)


def test_a_port_in_use_is_said_in_words(tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CourseError, match=r"cannot be used .*\n  Write, for example: --port"):
            serve(tmp_path, port=other.getsockname()[1])


# -- what students type ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "name"), SLIPS, ids=lambda value: value)
def test_every_slip_is_a_misconception_or_a_convention_of_its_exercise(exercise: str, name: str) -> None:
    folder = load_owner(exercise) / exercise
    texts = "".join((folder / f"{kind}.py").read_text() for kind in ("wrong", "also") if (folder / f"{kind}.py").is_file())
    assert f"def {name}(" in texts


def load_owner(exercise: str) -> Path:
    return next(path.parent.parent for path in (ROOT / "solutions").glob(f"*/{exercise}/exercise.toml"))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_slip_loses_marks_and_is_called_by_its_own_name() -> None:
    import tomllib

    from grader.course.bundle import build_bundle
    from grader.fleet.client import JudgeClient

    course = load_course(ROOT)
    listed = tomllib.loads((ROOT / "solutions" / samples.SLIPS).read_text(encoding="utf-8"))
    wrong = []
    with JudgeClient(secret=b"s" * 32) as judge:
        for lab in course.assignments:
            bundle = build_bundle(course, lab.id, ROOT / "var" / "suites")
            mine = {id: list(named.items()) for id, named in listed.items() if any(e.id == id for e in lab.exercises)}
            for turn in range(max(map(len, mine.values()), default=0)):
                asked = {id: named[turn] for id, named in mine.items() if turn < len(named)}
                edits = {id: samples.changed(lab.exercise(id), *edit) for id, (_, edit) in asked.items()}
                report = judge.grade({lab.id: bundle}, "slips", samples.handin(lab, {**samples.right(lab), **edits}))
                for result in report.exercises:
                    if result.id in asked and not _named(lab.exercise(result.id).folder, asked[result.id][0], result):
                        wrong.append((result.id, asked[result.id][0], [d.id for d in result.diagnosis]))
    assert wrong == []


def _named(folder: Path, name: str, result) -> bool:
    also = folder / "also.py"
    if also.is_file() and f"def {name}(" in also.read_text(encoding="utf-8"):
        return result.score == result.max_score and result.convention is not None
    return result.score < result.max_score and name.replace("_", "-") in [d.id for d in result.diagnosis]


def test_alternatives_that_stand_alone_are_python_that_defines_what_is_asked_for() -> None:
    import ast

    from grader.course.cells import defined_names

    found = 0
    for lab in load_course(ROOT).assignments:
        for exercise in lab.exercises:
            for text in samples.spelt_out(exercise, "right").values():
                assert set(exercise.gives) <= defined_names(ast.parse(text)), exercise.id
                assert "grader" not in text
                found += 1
    assert found > 150


def test_the_stamp_says_how_it_was_made(demo: Path) -> None:
    said = json.loads((demo / build.STAMP).read_text())
    assert said["seed"] == 7 and said["made_at"].startswith("2027-03-10")
