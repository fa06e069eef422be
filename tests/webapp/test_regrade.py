from __future__ import annotations

import pytest

from grader.records import Records, assignments, gradebook, people, regrade, waiting
from tests.webapp import scripted

LAB = scripted.LAB
AT = f"/regrade/{LAB}"


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def begun(site, browser, records):
    """Ada 14 of 20 and Bo 20 of 20; under the changed suite Ada would have 20 and Bo 8."""
    for who in ("ada", "bo"):
        scripted.hand_in(records, who)
    scripted.grade(records, ada=0.5)
    scripted.new_suite(site.config["COURSE"], records)
    tia = browser("tia")
    return tia, tia.post(AT, {"reason": "the edge check was too strict"}, at=AT).location


def marks(records: Records) -> list[float | None]:
    return [gradebook.mark(records, people.find(records, who).id, LAB).score for who in ("ada", "bo")]


def test_a_preview_says_who_would_change_and_by_which_check_and_moves_nothing(browser, records, begun):
    tia, at = begun
    assert "0 of 2 hand-ins regraded" in tia.get(at).text
    assert tia.get(f"{at}/state.json").json["final"] is False
    scripted.grade(records, bo=0.0)
    assert tia.get(f"{at}/state.json").json["final"] is True
    page = tia.get(at).text
    assert "▲ 1" in page and "▼ 1" in page
    assert "▲ +6" in page and "▼ −12" in page
    assert "Adam: opt-adam keeps its state 0 → 6" in page
    assert page.count('class="ring"') == 2
    assert marks(records) == [14.0, 20.0]


def test_many_checks_of_one_exercise_are_one_line_with_its_points(browser, records, begun, monkeypatch):
    tia, at = begun
    scripted.grade(records, bo=0.0)
    monkeypatch.setattr("webapp.pages.regrade.FEW", 0)
    page = tia.get(at).text
    assert "<summary>Adam: 1 check, 0 → 6</summary>" in page and "<summary>Adam: 1 check</summary>" in page


def test_raising_only_lowers_nobody_and_undo_brings_every_mark_back(browser, records, begun):
    tia, at = begun
    scripted.grade(records, bo=0.0)
    assert "▼ 0" in tia.get(f"{at}?mode=raise").text
    tia.post(f"{at}/apply", {"mode": "raise"}, at=at)
    assert marks(records) == [20.0, 20.0]
    page = tia.get(at).text
    assert "1 mark moved" in page and "Undo" in page
    tia.post(f"{at}/undo", at=at)
    assert marks(records) == [14.0, 20.0]


def test_all_of_it_is_applied_where_that_is_wanted(records, begun):
    tia, at = begun
    scripted.grade(records, bo=0.0)
    tia.post(f"{at}/apply", {"mode": "all"}, at=at)
    assert marks(records) == [20.0, 8.0]


def test_nothing_is_applied_before_everything_is_regraded(records, begun):
    tia, at = begun
    tia.post(f"{at}/apply", {"mode": "all"}, at=at)
    assert "not regraded yet" in tia.get(at).text
    assert marks(records) == [14.0, 20.0]


def test_a_discarded_preview_moves_nothing_and_makes_room_for_another(records, begun):
    tia, at = begun
    tia.post(f"{at}/discard", at=at)
    assert waiting.look(records).waiting == ()
    assert "Begin the preview" in tia.get(AT).text


def test_without_a_reason_or_without_a_change_there_is_nothing_to_begin(site, browser, records):
    tia = browser("tia")
    tia.post(AT, {"reason": " "}, at=AT)
    assert "Say what was wrong" in tia.get(AT).text
    tia.post(AT, {"reason": "why not"}, at=AT)
    assert "The suite has not changed" in tia.get(AT).text
    assert regrade.runs(records, LAB) == []


def test_a_mistake_in_the_course_is_told_with_its_place(site, browser, records):
    path = site.config["COURSE"] / "solutions" / LAB / "opt-adam" / "exercise.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("points = ", 'points = "ten" # '), encoding="utf-8")
    tia = browser("tia")
    tia.post(AT, {"reason": "the edge check"}, at=AT)
    page = tia.get(AT).text
    assert "exercise.toml" in page and "points" in page


def test_who_sees_one_section_sees_its_changes_and_decides_nothing(browser, records, begun):
    _, at = begun
    scripted.grade(records, bo=0.0)
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Mon"])
    tia = browser("tia")
    page = tia.get(at).text
    assert ">Ada<" in page and ">Bo<" not in page and "1 more in other sections" in page
    for path, data in ((f"{at}/apply", {"mode": "all"}), (f"{at}/discard", {}), (f"{at}/undo", {}), (AT, {"reason": "x"})):
        assert tia.post(path, data, at=at).status_code == 404
    assert marks(records) == [14.0, 20.0]


def test_a_regrade_of_another_assignment_is_not_here(records, begun):
    tia, at = begun
    assignments.put(records, "test", "other", kind="manual")
    assert tia.get(at.replace(LAB, "other")).status_code == 404


def test_a_suite_that_is_put_back_as_it_was_has_nothing_to_preview(site, records, begun):
    """The suite that was kept last is not always the one that the folder has now."""
    tia, at = begun
    tia.post(f"{at}/discard", at=at)
    path = site.config["COURSE"] / "solutions" / LAB / "opt-adam" / "test_hidden.py"
    path.write_text(path.read_text(encoding="utf-8").removesuffix("\n# looked into\n"), encoding="utf-8")
    tia.post(AT, {"reason": "again"}, at=AT)
    assert "The suite has not changed" in tia.get(AT).text
