"""An instructor sees what a student sees, changes nothing meanwhile, and leaves a row in the trail."""

from __future__ import annotations

from grader.records import audit, people, privacy


def person(site, name: str) -> int:
    return people.find(site.extensions["records"], name).id


def test_who_looks_sees_the_students_page_and_comes_back(browser, site):
    ivo, ada = browser("ivo"), person(site, "ada")
    assert "See the course as this person" in ivo.get(f"/gradebook/{ada}").text
    page = ivo.post(f"/view-as/{ada}", at=f"/course/roster/{ada}", follow_redirects=True).text
    assert "Due next" in page and "You see the course as" in page
    assert ivo.get("/gradebook/").status_code == 404
    assert ivo.get("/marks/").status_code == 200
    back = ivo.post("/view-as/end", at="/", follow_redirects=True)
    assert back.request.path == f"/gradebook/{ada}" and "You see the course as" not in back.text
    assert [row["action"] for row in audit.rows(site.extensions["records"], action="view.as")] == ["view.as"]


def test_nothing_is_changed_through_other_eyes_but_the_own_session(browser, site):
    ivo, ada = browser("ivo"), person(site, "ada")
    ivo.post(f"/view-as/{ada}", at=f"/course/roster/{ada}")
    refused = ivo.post("/account/zone", {"zone": "Asia/Seoul"}, at="/account")
    assert refused.status_code == 403 and "through another person" in refused.text
    assert ivo.post("/look", {"language": "ko", "next": "/"}, at="/").status_code == 302
    assert people.get(site.extensions["records"], ada).language == "en"
    assert ivo.post("/logout", at="/").status_code == 302


def test_nobody_but_an_instructor_looks_through_other_eyes_and_only_a_students(browser, site):
    ada, tia = person(site, "ada"), person(site, "tia")
    assert browser("tia").post(f"/view-as/{ada}", at="/").status_code == 404
    assert browser("bo").post(f"/view-as/{ada}", at="/").status_code == 404
    assert browser("ivo").post(f"/view-as/{tia}", at="/").status_code == 404


def test_who_is_erased_meanwhile_shuts_nobody_out(browser, site):
    ivo, ada = browser("ivo"), person(site, "ada")
    ivo.post(f"/view-as/{ada}", at=f"/course/roster/{ada}")
    privacy.erase(site.extensions["records"], "test", ada)
    assert ivo.get("/").status_code == 200
