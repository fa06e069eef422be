from __future__ import annotations

import re

import pytest

from grader.records import assignments, audit, gradebook, people


def ids(records) -> dict[str, int]:
    return {name: people.find(records, name).id for name in ("ada", "bo", "tia", "ivo")}


def row(page: str, name: str) -> list[str]:
    """The cells of a person, as words."""
    found = next(part for part in page.split("<tr>") if f">{name}</a>" in part)
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip() for cell in re.findall(r"<td.*?</td>", found, re.S)]


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="name"><a [^>]*>([^<]+)</a>', page)


def test_the_table_shows_marks_and_says_in_words_what_is_special(marked, browser):
    page = browser("ivo").get("/gradebook/").text
    assert row(page, "Ada")[:3] == ["8", "6 ◷ late", "○ open"]
    assert row(page, "Bo")[:3] == ["4", "0 ✗ missing", "○ open"]
    assert 'role="img" aria-label="2 marks, median 60 %' in page


def test_categories_weights_and_letters_have_their_columns(marked, browser):
    assignments.put(marked, "test", "adaptive-optimizers", category="labs")
    policy = {"weights": {"by_category": {"quizzes": 40, "labs": 60}}, "letters": {"scale": {"P": 50, "F": 0}}}
    assignments.set_setting(marked, "test", "policy", policy)
    page = browser("ivo").get("/gradebook/").text
    assert "40 % of the total" in page
    assert row(page, "Ada")[-2:] == ["70", "P"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ada", "Bo"]),
        ("dir=down", ["Bo", "Ada"]),
        ("sort=q1", ["Bo", "Ada"]),
        ("sort=q1&dir=down", ["Ada", "Bo"]),
        ("sort=%3D", ["Bo", "Ada"]),
        ("q=ADA", ["Ada"]),
        ("section=Tue", ["Bo"]),
        ("show=missing", ["Bo"]),
        ("show=late", ["Ada"]),
        ("section=nowhere&page=77&sort=none", ["Ada", "Bo"]),
    ],
)
def test_the_address_filters_and_sorts(marked, browser, query, expected):
    assert names(browser("ivo").get(f"/gradebook/?{query}").text) == expected


def test_a_filter_is_kept_in_every_link_of_the_table(marked, browser):
    page = browser("ivo").get("/gradebook/?section=Mon&show=late").text
    links = re.findall(r'<th scope="col"[^>]*>\s*<a href="([^"]+)"', page)
    assert links and all("section=Mon" in link and "show=late" in link for link in links)


def test_a_filter_that_nobody_fits_says_so(marked, browser):
    assert "Nobody fits this filter." in browser("ivo").get("/gradebook/?q=zzz").text


def test_a_ta_sees_the_own_section_and_decides_nothing(marked, browser):
    who, tia = ids(marked), browser("tia")
    assert names(tia.get("/gradebook/").text) == ["Ada"]
    assert tia.get(f"/gradebook/{who['bo']}").status_code == 404
    assert tia.get(f"/gradebook/{who['bo']}/q1").status_code == 404
    page = tia.get(f"/gradebook/{who['ada']}/q1").text
    assert "Why this mark" in page and "Set the mark by hand" not in page


def test_an_anonymous_column_is_not_beside_names_for_a_ta(marked, browser):
    assignments.put(marked, "test", "q1", anonymous=True)
    tia, ada = browser("tia"), ids(marked)["ada"]
    assert ">Quiz 1</a>" not in tia.get("/gradebook/").text
    assert tia.get(f"/gradebook/{ada}/q1").status_code == 404
    assert ">Quiz 1</a>" in browser("ivo").get("/gradebook/").text


def test_the_reasons_have_the_steps_with_their_values(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.1}})
    page = browser("ivo").get(f"/gradebook/{ids(marked)['ada']}/q2").text
    assert "2 day(s) late at 10 % each: × 0.8." in page
    assert re.search(r'class="number">6</td>\s*<td class="number">4.8</td>.*?26 h</td>', page, re.S)


def test_the_total_says_how_it_came_about(marked, browser):
    page = browser("ivo").get(f"/gradebook/{ids(marked)['ada']}").text
    assert "Quizzes: 70 % at weight 100 %." in page


def test_a_mark_by_hand_needs_a_reason_and_points_within_reason(marked, browser):
    ivo, ada = browser("ivo"), ids(marked)["ada"]
    at = f"/gradebook/{ada}/q1"
    for form, said in (
        ({"points": "9"}, "The reason is missing"),
        ({"points": "x", "reason": "oral"}, "Points: “x” is not a number"),
        ({"points": "99", "reason": "oral"}, "must be from 0 to 20"),
        ({"points": "nan", "reason": "oral"}, "is not a number"),
    ):
        found = ivo.post(f"{at}/override", form, at=at)
        assert found.status_code == 400 and said in found.text
    assert gradebook.mark(marked, ada, "q1").score == 8.0
    assert ivo.post(f"{at}/override", {"points": "9,5", "reason": "oral exam"}, at=at).status_code == 302
    page = ivo.get(at).text
    assert "9.5 <small>/ 10" in page and "oral exam" in page and "set the mark by hand: 9.5" in page
    ivo.post(f"{at}/override", {"remove": "1", "reason": "by mistake"}, at=at)
    assert gradebook.mark(marked, ada, "q1").score == 8.0
    assert "took the mark by hand back: “by mistake”" in ivo.get(at).text


def test_an_extension_for_one_person_moves_their_mark_and_can_be_taken_back(marked, browser):
    assignments.set_setting(marked, "test", "policy", {"late_penalty": {"cost": 0.1}})
    ivo, ada = browser("ivo"), ids(marked)["ada"]
    at = f"/gradebook/{ada}/q2"
    assert "must be later than the deadline" in ivo.post(f"{at}/extension", {"until": "2026-03-01T10:00", "reason": "ill"}, at=at).text
    assert "not a date and time" in ivo.post(f"{at}/extension", {"until": "soon", "reason": "ill"}, at=at).text
    ivo.post(f"{at}/extension", {"until": "2026-03-12T12:00", "reason": "ill"}, at=at)
    assert gradebook.mark(marked, ada, "q2").score == 6.0
    assert "gave an extension: “ill”" in ivo.get(at).text
    ivo.post(f"{at}/extension/1/end", at=at)
    assert gradebook.mark(marked, ada, "q2").score == pytest.approx(4.8)
    assert ivo.post(f"{at}/extension/1/end", at=at).status_code == 404


def test_an_excuse_takes_the_mark_out_of_the_total(marked, browser):
    ivo, who = browser("ivo"), ids(marked)
    at = f"/gradebook/{who['bo']}/q2"
    ivo.post(f"{at}/excuse", {"excused": "1", "reason": "ill"}, at=at)
    assert gradebook.of_person(marked, who["bo"]).total.percent == pytest.approx(40.0)
    assert row(ivo.get("/gradebook/").text, "Bo")[1] == "– excused"
    ivo.post(f"{at}/excuse", {"excused": "0", "reason": "well"}, at=at)
    assert gradebook.mark(marked, who["bo"], "q2").state == "missing"


def test_every_decision_leaves_its_row_in_the_trail(marked, browser):
    ivo, ada = browser("ivo"), ids(marked)["ada"]
    at = f"/gradebook/{ada}/q1"
    ivo.post(f"{at}/override", {"points": "9", "reason": "oral"}, at=at)
    ivo.post(f"{at}/excuse", {"excused": "1", "reason": "ill"}, at=at)
    ivo.post(f"{at}/extension", {"until": "2026-03-12T12:00", "reason": "ill"}, at=at)
    actions = [entry["action"] for entry in audit.rows(marked, person=ada)[:3]]
    assert actions == ["extension.give", "excuse.put", "override.put"]
    assert all(entry["actor"] == str(ids(marked)["ivo"]) for entry in audit.rows(marked, person=ada)[:3])


def test_after_a_decision_in_the_panel_the_reader_is_back_at_the_same_filter(marked, browser):
    ivo, ada = browser("ivo"), ids(marked)["ada"]
    form = {"points": "9", "reason": "oral", "to_table": "1", "back": "/gradebook/?section=Mon"}
    found = ivo.post(f"/gradebook/{ada}/q1/override", form, at=f"/gradebook/{ada}/q1")
    assert found.location == "/gradebook/?section=Mon"
    form["back"] = "https://evil.example/gradebook/"
    assert ivo.post(f"/gradebook/{ada}/q1/override", form, at=f"/gradebook/{ada}/q1").location == "/gradebook/"


def test_there_is_no_cell_of_staff_or_of_what_is_not_published(marked, browser):
    ivo, who = browser("ivo"), ids(marked)
    assignments.put(marked, "test", "q2", published=0)
    assert ivo.get(f"/gradebook/{who['tia']}/q1").status_code == 404
    assert ivo.get(f"/gradebook/{who['ada']}/q2").status_code == 404


def test_a_hundred_people_come_in_pages(marked, browser):
    with marked.write("test", "roster.import") as tx:
        for n in range(100):
            people.insert(tx, name=f"Person {n:03d}", role="student")
    ivo = browser("ivo")
    first, third = ivo.get("/gradebook/?sort=name").text, ivo.get("/gradebook/?page=3").text
    assert len(names(first)) == 50 and "page 1 of 3" in first
    assert names(third) == ["Person 098", "Person 099"]


def test_a_held_column_says_that_students_do_not_see_it(marked, browser):
    assignments.put(marked, "test", "q1", policy={"release": {"hold": True}})
    assert "▣ hidden from students" in browser("ivo").get("/gradebook/").text
    assert "it is not released" in browser("ivo").get(f"/gradebook/{ids(marked)['ada']}/q1").text


XSS = "<script>alert(1)</script>"


def test_what_people_write_is_shown_as_text_and_no_page_has_inline_script_or_style(marked, browser):
    ada, ivo = ids(marked)["ada"], browser("ivo")
    people.change(marked, "test", ada, name=XSS)
    assignments.override(marked, 4, ada, "q1", 9.0, reason=XSS)
    for path in (
        *("/gradebook/", f"/gradebook/{ada}", f"/gradebook/{ada}/q1", f"/gradebook/{ada}/q1?panel=1", f"/gradebook/?q={XSS}"),
        *("/gradebook/exchange/", "/course/policies/", "/course/dates/", "/course/dates/q1"),
    ):
        page = ivo.get(path).text
        assert XSS not in page, path
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path
