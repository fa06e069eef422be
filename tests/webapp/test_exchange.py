from __future__ import annotations

import html
import io
import re

from grader.records import gradebook, people

AT = "/gradebook/exchange/"
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (123),Other (9)\n"
    '    Points Possible,,,,,10,5\n"L, Ada",77,,ada,Mon,,4\n"=cmd()",78,,who,Mon,3,2\n'
)


def upload(browser, path: str, text: str | bytes, name: str = "canvas.csv", **form):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(path, {"file": (io.BytesIO(data), name), **form}, at=AT, content_type="multipart/form-data")


def hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_plain_csv_opens_in_korean_excel_and_holds_what_the_table_shows(marked, browser):
    people.change(marked, "test", 1, name="김하나")
    found = browser("ivo").get("/gradebook/exchange/marks.csv?sort=q1")
    assert found.headers["Content-Disposition"] == "attachment; filename=marks.csv"
    assert found.data.startswith(b"\xef\xbb\xbf")
    lines = found.data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["name", "Bo", "김하나"]
    assert not browser("ivo").get("/gradebook/exchange/marks.csv?bom=0").data.startswith(b"\xef")


def test_a_ta_takes_home_the_own_section_only(marked, browser):
    text = browser("tia").get("/gradebook/exchange/marks.csv").text
    assert "Ada" in text and "Bo" not in text


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(marked, browser):
    people.change(marked, "test", 1, name='=HYPERLINK("http://x")')
    assert "\"'=HYPERLINK(" in browser("ivo").get("/gradebook/exchange/marks.csv").text


def test_a_file_of_canvas_is_looked_at_and_then_filled_in(marked, browser):
    ivo = browser("ivo")
    page = upload(ivo, f"{AT}canvas", CANVAS, step="check").text
    assert "“Quiz 1 (123)” ← Quiz 1" in page
    assert "canvas.csv:4: =cmd() is not in this course: left as it was" in page and "Bo is not in the file" in page
    found = ivo.post(f"{AT}canvas", hidden(page) | {"step": "download"}, at=AT)
    assert found.headers["Content-Disposition"] == "attachment; filename=canvas.csv"
    lines = found.text.splitlines()
    assert lines[0] == CANVAS.splitlines()[0]
    assert lines[2] == '"L, Ada",77,,ada,Mon,8,4'
    assert lines[3].startswith("'=cmd(),78")


def test_a_file_of_canvas_without_our_columns_is_refused_with_line_and_column(marked, browser):
    ivo = browser("ivo")
    found = upload(ivo, f"{AT}canvas", "Student,Name\nA,B\n", step="check")
    assert found.status_code == 400 and "canvas.csv:1: no column “ID”" in found.text
    assert "no column names one of our assignments" in upload(ivo, f"{AT}canvas", "Student,ID\nA,1\n", step="check").text


def test_moodle_gets_one_file_for_each_assignment(marked, browser):
    found = browser("ivo").get("/gradebook/exchange/moodle/q1.csv")
    assert found.headers["Content-Disposition"] == "attachment; filename=moodle-q1.csv"
    assert found.text.splitlines()[1].startswith("ada@example.org,,8,")


def test_marks_from_a_file_are_set_only_after_they_were_looked_at(marked, browser):
    ivo = browser("ivo")
    page = upload(ivo, f"{AT}import", "email,grade\nada@example.org,9.5\nbo@example.org,\n", assignment="q1", step="check").text
    assert "1 mark would be set in “Quiz 1”." in page and "1 line has no mark" in page
    assert gradebook.mark(marked, 1, "q1").score == 8.0
    form = hidden(page) | {"step": "apply"}
    assert "The reason is missing" in ivo.post(f"{AT}import", form, at=AT).text
    assert ivo.post(f"{AT}import", form | {"reason": "oral exam"}, at=AT).status_code == 302
    assert gradebook.mark(marked, 1, "q1").score == 9.5


BAD = "email,grade\nada@example.org,x\nnobody@example.org,3\nada@example.org,30\n"


def test_every_wrong_line_is_named_and_nothing_is_set(marked, browser):
    ivo = browser("ivo")
    page = html.unescape(upload(ivo, f"{AT}import", BAD, "m.csv", assignment="q1", step="apply", reason="r").text)
    for said in (
        "m.csv:2: grade: “x” is not a number of points.",
        "m.csv:3: email: nobody here is “nobody@example.org”.",
        "m.csv:4: grade: 30 is more than twice the maximum of 10.",
    ):
        assert said in page
    assert "Nothing was changed." in page
    assert gradebook.mark(marked, 1, "q1").score == 8.0


def test_mistakes_are_said_in_korean_too(marked, browser):
    people.change(marked, "test", people.find(marked, "ivo").id, language="ko")
    page = upload(browser("ivo"), f"{AT}import", BAD, "m.csv", assignment="q1", step="check").text
    assert "m.csv:2: grade: “x”은(는) 점수가 아니에요." in page and "is not a number" not in page


def test_what_is_no_table_is_refused_with_words(marked, browser, monkeypatch):
    monkeypatch.setattr("webapp.pages.exchange.MOST", 100_000)
    ivo = browser("ivo")
    assert "this is not a CSV file" in upload(ivo, f"{AT}canvas", b"PK\0\0\0", step="check").text
    assert "No file was chosen." in ivo.post(f"{AT}canvas", {"step": "check"}, at=AT).text
    assert "more than 0.1 MB" in upload(ivo, f"{AT}import", b"a" * 100_001, assignment="q1", step="check").text
    assert ivo.post(f"{AT}canvas", {"kept": "AAAA", "name": "x"}, at=AT).status_code == 400


def test_a_file_that_unpacks_to_more_than_its_limit_is_refused(marked, browser):
    import base64
    import zlib

    bomb = base64.b64encode(zlib.compress(b"a" * 50_000_000, 9)).decode()
    assert browser("ivo").post(f"{AT}canvas", {"kept": bomb, "name": "x.csv"}, at=AT).status_code == 400
