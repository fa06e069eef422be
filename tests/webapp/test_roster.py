"""Who is in the course: the list, CSV in with a dry run, invitations."""

from __future__ import annotations

import csv
import io
import re

import pytest

from grader.records import audit, people

CSV = "name,email,section,role\nNew Kim,new@example.org,Mon,student\nAda,ada@example.org,Tue,student\n"


def upload(browser, text: str | bytes, name: str = "people.csv", **more):
    data = text.encode() if isinstance(text, str) else text
    return browser.post(
        "/course/roster/import", {"file": (io.BytesIO(data), name), **more}, at="/course/roster/", content_type="multipart/form-data"
    )


def hidden(page: str) -> dict[str, str]:
    return {name: value for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page) if name != "csrf_token"}


def confirm(browser, page: str):
    return browser.post("/course/roster/import", hidden(page), at="/course/roster/")


def names(site) -> list[str]:
    return [person.name for person in people.everyone(site.extensions["records"])]


def test_a_file_is_looked_at_first_and_done_when_confirmed(site, browser):
    ivo = browser("ivo")
    page = upload(ivo, CSV)
    assert page.status_code == 200
    assert "1 to add, 1 to change" in page.text and "New Kim" in page.text
    assert "New Kim" not in names(site)
    assert confirm(ivo, page.text).status_code == 302
    assert "New Kim" in names(site)
    records = site.extensions["records"]
    assert people.sections_of(records, people.find(records, "ada").id) == ["Tue"]


def test_nobody_is_removed_by_a_file(site, browser):
    ivo = browser("ivo")
    page = upload(ivo, CSV).text
    assert "Not in the file" in page and "Bo" in page
    confirm(ivo, page)
    assert {"Bo", "Tia", "Ivo"} <= set(names(site))


def test_a_wrong_line_changes_nothing_and_every_one_is_named(site, browser):
    before = names(site)
    page = upload(browser("ivo"), "name,email\n,a@example.org\nEve,not-an-address\n")
    assert page.status_code == 400
    assert "people.csv:2: name: it is empty." in page.text
    assert "people.csv:3: email:" in page.text
    assert names(site) == before


def test_the_mistakes_are_told_in_korean_on_a_korean_page(site, browser):
    ivo = browser("ivo")
    ivo.post("/look", {"language": "ko"}, at="/account")
    page = upload(ivo, "name,email\n,a@example.org\nEve,not-an-address\n").text
    assert "people.csv:2: name: 비어 있어요." in page
    assert "이메일 주소가 아니에요" in page


def test_what_is_done_is_what_was_looked_at(site, browser):
    ivo = browser("ivo")
    page = upload(ivo, CSV).text
    people.add(site.extensions["records"], "test", name="New Kim", email="new@example.org", sections=["Wed"])
    again = confirm(ivo, page)
    assert again.status_code == 200 and "has changed since you looked" in again.text
    assert confirm(ivo, again.text).status_code == 302


def test_korean_excels_encoding_is_read(site, browser):
    ivo = browser("ivo")
    page = upload(ivo, "이름,이메일\n김보라,bora@example.org\n".encode("cp949"))
    confirm(ivo, page.text)
    assert "김보라" in names(site)


def test_a_file_that_is_too_large_or_missing_gets_a_sentence(browser):
    ivo = browser("ivo")
    assert "larger than 300 KB" in upload(ivo, b"name\n" + b"x" * 300_001).text
    assert "No file was chosen." in ivo.post("/course/roster/import", {}, at="/course/roster/").text
    assert "No file was chosen." in ivo.post("/course/roster/import", {"data": "김보라"}, at="/course/roster/").text


def test_everybody_comes_out_as_a_file_that_goes_in_again(browser):
    ivo = browser("ivo")
    found = ivo.get("/course/roster/people.csv")
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert "0 to add, 0 to change, 4 as they are" in upload(ivo, found.data).text


def test_a_person_is_added_and_two_never_share_an_address(site, browser):
    ivo = browser("ivo")
    fields = {"name": "Eve", "email": "eve@example.org", "role": "ta", "section": "Mon; Tue"}
    assert ivo.post("/course/roster/add", fields, at="/course/roster/").status_code == 302
    records = site.extensions["records"]
    eve = people.find(records, "eve@example.org")
    assert (eve.role, people.sections_of(records, eve.id)) == ("ta", ["Mon", "Tue"])
    assert "already a person with the email" in ivo.post("/course/roster/add", fields, at="/course/roster/").text
    assert ivo.post("/course/roster/add", {"name": "Eve", "role": "ta"}, at="/course/roster/").status_code == 400


def test_invitations_are_links_that_work_once(site, browser):
    ivo = browser("ivo")
    people.add(site.extensions["records"], "test", name="Eve", email="eve@example.org")
    found = ivo.post("/course/roster/invitations.csv", {}, at="/course/roster/")
    [row] = csv.DictReader(io.StringIO(found.data.decode("utf-8-sig")))
    assert row["name"] == "Eve"
    path = row["link"].split("/", 3)[3]
    fresh = browser(None)
    assert fresh.post(f"/{path}", {"password": "long enough words"}, at=f"/{path}").status_code == 302
    assert browser(None).get(f"/{path}").status_code == 404
    assert ivo.post("/course/roster/invitations.csv", {}, at="/course/roster/").status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=AD", {"Ada"}), ("role=ta", {"Tia"}), ("section=Mon", {"Ada"}), ("state=dropped", set()), ("q=nobody", set())],
)
def test_the_list_is_filtered_by_the_address(site, browser, query, found):
    records = site.extensions["records"]
    people.edit(records, "test", people.find(records, "ada").id, sections=["Mon"])
    page = browser("ivo").get(f"/course/roster/?{query}").text
    assert set(re.findall(r'<a href="/course/roster/\d+">([^<]+)</a>', page)) == found


def test_every_change_is_in_the_trail(site, browser):
    ivo = browser("ivo")
    confirm(ivo, upload(ivo, CSV).text)
    [row] = audit.rows(site.extensions["records"], action="roster.import")
    assert row["actor"] == str(people.find(site.extensions["records"], "ivo").id)
