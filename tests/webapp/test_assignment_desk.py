from __future__ import annotations

import re

import pytest

from grader.records import Records, assignments, by_hand, desk, gradebook, people, waiting
from tests.webapp import scripted

LAB = scripted.LAB
AT = f"/desk/{LAB}"


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def graded(records) -> dict[str, str]:
    """Ada's Adam has the named mistake, Bo's is right."""
    ids = {who: scripted.hand_in(records, who) for who in ("ada", "bo")}
    scripted.grade(records, ada=0.0)
    return ids


def rows_of(page: str) -> list[str]:
    """Names in the list of hand-ins."""
    return re.findall(r'<th scope="row"><a href="/marking/\w+">([^<]+)</a>', page)


def test_the_heat_map_says_how_many_lack_a_check_and_leads_to_them(browser, graded):
    tia = browser("tia")
    page = tia.get(AT).text
    square = re.search(r'<a href="([^"]+)" title="opt-adam follows the rule">.*?50 %.*?1 / 2', page, re.DOTALL)
    assert square is not None
    assert rows_of(page) == ["Ada", "Bo"]
    filtered = tia.get(square[1].replace("&amp;", "&").split("#")[0]).text
    assert rows_of(filtered) == ["Ada"]
    assert "opt-adam follows the rule" in filtered.split('role="status"')[-1]


def test_misconceptions_are_ranked_and_lead_to_their_hand_ins(browser, graded):
    tia = browser("tia")
    assert "Adam without bias correction." in tia.get(AT).text
    assert rows_of(tia.get(f"{AT}?exercise=opt-adam&says=no_correction").text) == ["Ada"]


@pytest.mark.parametrize(
    ("query", "names"), [("state=right", ["Bo"]), ("state=not_yet", ["Ada"]), ("state=parked", []), ("every=1", ["Ada", "Bo"])]
)
def test_filters_are_kept_in_the_address(browser, graded, query, names):
    assert rows_of(browser("tia").get(f"{AT}?{query}").text) == names


def test_a_ta_sees_and_filters_their_own_sections_only(browser, records, graded):
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Mon"])
    tia = browser("tia")
    assert rows_of(tia.get(AT).text) == ["Ada"]
    assert rows_of(tia.get(f"{AT}?section=Tue").text) == []
    assert "1 person has handed in" in tia.get(AT).text


def test_without_names_a_ta_reads_marking_keys(browser, records, graded):
    assignments.put(records, "test", LAB, anonymous=1)
    key = people.find(records, "ada").marking_key
    page = browser("tia").get(AT).text
    assert key in rows_of(page) and ">Ada<" not in page
    assert "Ada" in rows_of(browser("ivo").get(AT).text)


def test_all_that_the_filters_show_is_graded_again_really(browser, records, graded):
    tia = browser("tia")
    tia.post(f"{AT}/again", {"all": "yes", "state": "not_yet"}, at=AT)
    assert [one.handin for one in waiting.look(records).waiting] == [graded["ada"]]
    scripted.grade(records)
    assert rows_of(tia.get(f"{AT}?state=right").text) == ["Ada", "Bo"]


def test_a_check_under_review_leaves_score_and_maximum_and_comes_back(browser, records, graded):
    ada = people.find(records, "ada").id
    tia = browser("tia")
    tia.post(f"{AT}/review", {"exercise": "opt-adam", "check": "test_edge", "reason": "eps too strict"}, at=AT)
    cell = gradebook.mark(records, ada, LAB)
    assert (cell.score, cell.max_score) == (8.0, 14.0)
    assert "under review: does not count for now" in browser("ada").get(f"/h/{graded['ada']}").text
    assert "eps too strict" in tia.get(AT).text
    tia.post(f"{AT}/review", {"exercise": "opt-adam", "check": "test_edge", "end": "yes"}, at=AT)
    assert gradebook.mark(records, ada, LAB).max_score == 20.0


def test_a_review_of_nothing_and_one_without_a_reason_are_refused_in_words(browser, records, graded):
    tia = browser("tia")
    tia.post(f"{AT}/review", {"exercise": "opt-adam", "check": "test_nothing", "reason": "x"}, at=AT)
    assert "no such check" in tia.get(AT).text
    tia.post(f"{AT}/review", {"exercise": "opt-adam", "check": "test_edge", "reason": " "}, at=AT)
    assert "Say why the check is under review" in tia.get(AT).text
    assert assignments.reviews(records, LAB) == []


def test_a_rubric_is_written_and_keeps_its_criteria_when_their_words_change(browser, records, graded):
    ivo = browser("ivo")
    lines = {
        "exercise": "opt-adam",
        "criterion": ["", ""],
        "points": ["2", "1,5"],
        "en": ["Says why", "Is short"],
        "ko": ["이유를 말한다", ""],
    }
    ivo.post(f"{AT}/rubric", lines, at=AT)
    first = desk.rubrics(records, LAB)["opt-adam"]
    assert [(c["points"], c["en"], c["ko"]) for c in first] == [(2.0, "Says why", "이유를 말한다"), (1.5, "Is short", "Is short")]
    again = lines | {"criterion": [c["id"] for c in first], "en": ["Says clearly why", "Is short"]}
    ivo.post(f"{AT}/rubric", again, at=AT)
    assert [c["id"] for c in desk.rubrics(records, LAB)["opt-adam"]] == [c["id"] for c in first]
    assert "2 to mark by hand" in ivo.get("/desk/").text
    ivo.post(f"{AT}/rubric", {"exercise": "opt-adam", "drop": "yes"}, at=AT)
    assert desk.rubrics(records, LAB) == {}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            {"exercise": "opt-adam", "criterion": "", "points": "two", "en": "Says why", "ko": ""},
            "Criterion 1, points: “two” is not a number",
        ),
        ({"exercise": "opt-adam", "criterion": "", "points": "2", "en": " ", "ko": ""}, "no criterion"),
        ({"exercise": "opt-nothing", "criterion": "", "points": "2", "en": "Says why", "ko": ""}, "Choose an exercise"),
    ],
)
def test_a_rubric_with_a_mistake_changes_nothing_and_says_where(browser, records, graded, lines, says):
    ivo = browser("ivo")
    ivo.post(f"{AT}/rubric", lines, at=AT)
    assert says in ivo.get(AT).text
    assert desk.rubrics(records, LAB) == {}


def test_next_goes_to_what_is_not_marked_and_back_to_the_desk_at_the_end(browser, records, graded):
    desk.set_rubric(records, 4, LAB, "opt-adam", [{"id": "why", "points": 2.0, "en": "Says why", "ko": "이유"}])
    tia = browser("tia")
    assert tia.get(f"{AT}/next").location == f"/marking/{graded['ada']}"
    assert tia.get(f"{AT}/next?after={graded['ada']}").location == f"/marking/{graded['bo']}"
    for id in graded.values():
        desk.mark_by_hand(records, 3, id, "opt-adam", {"why": 1.0})
    assert tia.get(f"{AT}/next").location == AT


def test_who_sees_one_section_decides_nothing_that_reaches_all(browser, records, graded):
    scripted.enrol(records, ada=["Mon"], tia=["Mon"])
    tia = browser("tia")
    for path in ("review", "rubric"):
        assert tia.post(f"{AT}/{path}", {"exercise": "opt-adam", "check": "test_edge", "reason": "x"}, at=AT).status_code == 404
    assert by_hand.rubric_of(records, LAB, "opt-adam") == []
