"""Who may do what: a table of every route of these pages, and everybody else finds nothing there."""

from __future__ import annotations

import re

import pytest

from tests.webapp.term import doctor_rests
from webapp import accounts

LAB = "adaptive-optimizers"
ALL = accounts.EVERYBODY
STAFF = accounts.STAFF
INSTRUCTOR = ("instructor",)
# endpoint: who may use it (None: anybody, logged in or not). The table is written by hand, so that a slip in a module shows here.
TABLE = {
    "login.show": None,
    "login.enter": None,
    "login.demo": None,
    "login.demo_link": None,
    "login.link": None,
    "login.redeem": None,
    "login.leave": ALL,
    "account.look": None,
    "account.show": ALL,
    "account.zone": ALL,
    "account.password": ALL,
    "account.token": ALL,
    "api.hand_in": None,
    "healthz.show": None,
    "home.show": ALL,
    "assignment.show": ALL,
    "assignment.notebook": ALL,
    "assignment.hand_in": ALL,
    "assignment.extension": ALL,
    "handin.show": ALL,
    "handin.state": ALL,
    "handin.stream": ALL,
    "handin.receipt": ALL,
    "handin.file": ALL,
    "handin.feedback_file": ALL,
    "handin.withdraw": ALL,
    "handin.choose": ALL,
    "handin.regrade": ALL,
    "requests.show": ALL,
    "requests.one": ALL,
    "requests.answer": ALL,
    "requests.extend": accounts.STAFF,
    "desk.show": accounts.STAFF,
    "desk.part": accounts.STAFF,
    "desk.state": accounts.STAFF,
    "desk.stream": accounts.STAFF,
    "desk.again": accounts.STAFF,
    "desk.stop": accounts.STAFF,
    "desk.go_on": accounts.STAFF,
    "assignment_desk.show": accounts.STAFF,
    "assignment_desk.next_unmarked": accounts.STAFF,
    "assignment_desk.again": accounts.STAFF,
    "assignment_desk.review": accounts.STAFF,
    "assignment_desk.rubric": accounts.STAFF,
    "marking.show": accounts.STAFF,
    "marking.comment": accounts.STAFF,
    "marking.remove": accounts.STAFF,
    "marking.points": accounts.STAFF,
    "marking.exercise": accounts.STAFF,
    "marking.total": accounts.STAFF,
    "marking.again": accounts.STAFF,
    "regrade.show": accounts.STAFF,
    "regrade.begin": accounts.STAFF,
    "regrade.preview": accounts.STAFF,
    "regrade.state": accounts.STAFF,
    "regrade.apply": accounts.STAFF,
    "regrade.discard": accounts.STAFF,
    "regrade.undo": accounts.STAFF,
    "similar.show": accounts.STAFF,
    "similar.want": accounts.STAFF,
    "similar.pair": accounts.STAFF,
    "notices.show": ALL,
    "notices.read": ALL,
    "outside.start": None,
    "outside.back": None,
    "outside.left": None,
    "outside.leave_there": None,
    "outside.link": ALL,
    "outside.keep": ALL,
    "outside.unlink": ALL,
    "view_as.begin": INSTRUCTOR,
    "view_as.end": ALL,
    "marks.show": ("student",),
    "marks.mark": ("student",),
    "gradebook.show": accounts.STAFF,
    "gradebook.total": accounts.STAFF,
    "gradebook.mark": accounts.STAFF,
    "gradebook.extend": ("instructor",),
    "gradebook.end_extension": ("instructor",),
    "gradebook.excuse": ("instructor",),
    "gradebook.override": ("instructor",),
    "exchange.show": ("instructor",),
    "exchange.plain": accounts.STAFF,
    "exchange.moodle": ("instructor",),
    "exchange.canvas": ("instructor",),
    "exchange.bring": ("instructor",),
    "policies.show": ("instructor",),
    "policies.preview": ("instructor",),
    "policies.save": ("instructor",),
    "assignment_rules.show": ("instructor",),
    "assignment_rules.preview": ("instructor",),
    "assignment_rules.save": ("instructor",),
    "mail.show": INSTRUCTOR,
    "mail.save": INSTRUCTOR,
    "mail.test": INSTRUCTOR,
    "retention.show": INSTRUCTOR,
    "retention.preview": INSTRUCTOR,
    "retention.save": INSTRUCTOR,
    "dates.show": ("instructor",),
    "dates.one": ("instructor",),
    "dates.save": ("instructor",),
    "dates.preview": ("instructor",),
    "dates.release": ("instructor",),
    "dates.extend": ("instructor",),
    "dates.end_extension": ("instructor",),
    "dates.outage": ("instructor",),
    "glossary.show": None,
    "metrics.show": None,
    "analytics.show": STAFF,
    "analytics.assignment": STAFF,
    "analytics.mastery": STAFF,
    "analytics.person": STAFF,
    "analytics.table": STAFF,
    "analytics.assignment_table": STAFF,
    "roster.show": INSTRUCTOR,
    "roster.export": INSTRUCTOR,
    "roster.add": INSTRUCTOR,
    "roster.import_": INSTRUCTOR,
    "roster.invitations": INSTRUCTOR,
    "roster_person.show": INSTRUCTOR,
    "roster_person.change": INSTRUCTOR,
    "roster_person.link": INSTRUCTOR,
    "roster_person.end_sessions": INSTRUCTOR,
    "roster_person.export": INSTRUCTOR,
    "roster_person.confirm": INSTRUCTOR,
    "roster_person.erase": INSTRUCTOR,
    "settings.show": INSTRUCTOR,
    "settings.save": INSTRUCTOR,
    "settings.token": INSTRUCTOR,
    "health.show": INSTRUCTOR,
    "health.look": INSTRUCTOR,
}
MINE = {name.split(".")[0] for name in TABLE}


def test_the_table_is_complete_and_says_what_the_views_say(site):
    views = {name: view for name, view in site.view_functions.items() if name.split(".")[0] in MINE}
    assert {name: accounts.roles_of(view) for name, view in views.items()} == TABLE


def test_every_view_of_every_page_says_who_may_use_it(site):
    silent = [name for name, view in site.view_functions.items() if name != "static" and accounts.roles_of(view) == ()]
    assert silent == []


def routes(site):
    """Every route and method, with an address that fits it."""
    values = {"language": "en", "purpose": "invite", "secret": "none", "form": "moodle"}
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: values.get(found[1], "1"), rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, path


@pytest.mark.parametrize("who", [None, "ada", "tia", "ivo"])
def test_each_route_lets_in_whom_its_view_names_and_nobody_else(site, browser, who):
    site.config["WTF_CSRF_ENABLED"] = False
    doctor_rests(site.extensions["records"])
    role = {"ada": "student", "tia": "ta", "ivo": "instructor", None: None}[who]
    for endpoint, method, path in routes(site):
        found = browser(who).client.open(path, method=method, headers={"Accept": "text/html"})
        allowed = accounts.roles_of(site.view_functions[endpoint])
        if allowed is not None and role is None:
            assert found.status_code == (302 if method == "GET" else 401), (endpoint, method)
            assert method != "GET" or found.location.startswith("/login?next="), endpoint
        elif allowed is not None and role not in allowed:
            assert found.status_code == 404, (endpoint, method)
        assert found.status_code < 500, (endpoint, method)


def test_a_view_that_names_nobody_is_used_by_nobody(site, browser):
    ivo = browser("ivo")
    site.view_functions["home.show"] = lambda: "secret"
    assert ivo.get("/").status_code == 404
