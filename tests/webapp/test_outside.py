"""Accounts of elsewhere, end to end: a real provider on loopback, and a proxy that names people in a header."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from grader.errors import CourseError
from grader.records import people
from tests.webapp import provider as fake
from webapp.app import create_app
from webapp.outside.settings import FROM_ENVIRONMENT, HeaderTable, OidcTable, read


@pytest.fixture(scope="module")
def shared():
    with fake.FakeProvider() as found:
        yield found


@pytest.fixture
def provider(shared, monkeypatch):
    """The provider with all switches back in place."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    shared.claims = {"sub": "u-1", "email": "ada@example.org", "email_verified": True, "name": "Ada"}
    shared.in_token, shared.userinfo_sub, shared.spoil, shared.sign = True, "", {}, "RS256"
    shared.denies, shared.issuer_said, shared.calls, shared.logouts = False, "", [], []
    return shared


def app_with(site, text: str):
    """The same course with this login.toml."""
    path = site.config["COURSE"] / "var" / "login.toml"
    path.write_text(text)
    path.chmod(0o600)
    return create_app(site.config["COURSE"], testing=True, records=site.extensions["records"])


@pytest.fixture
def door(site, provider, browser):
    """`door(more)`: a browser nobody uses yet, at a course that knows the provider."""

    def make(more: str = "", who: str | None = None):
        app = app_with(
            site,
            f'[oidc]\nissuer = "{provider.url}"\nclient_id = "{fake.CLIENT}"\nclient_secret = "{fake.SECRET}"\n'
            f'name = "Campus"\nname_ko = "캠퍼스"\n{more}',
        )
        found = browser(None)
        found.client = app.test_client()
        if who is not None:
            assert found.log_in(who).status_code == 302
        return found

    return make


def visit(url: str) -> str:
    """What the provider answers to a browser that follows the redirect: where it goes next."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        return answer.headers["Location"]
    finally:
        connection.close()


def follow(browser, path: str):
    found = browser.get(path)
    return browser.get(found.location) if found.status_code == 302 else found


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def come_back(browser, start: str = "/login/elsewhere"):
    """The whole way there and back; the answer to the last step."""
    away = browser.get(start)
    assert away.status_code == 302, away.text
    if away.location == "/login":
        return browser.get("/login")
    found = browser.get(path_of(visit(away.location)))
    return browser.get("/login") if found.location == "/login" else found


def alert(found) -> str:
    return re.search(r'role="alert">([^<]+)<', found.text)[1]


def nobody(browser) -> bool:
    return browser.get("/").status_code == 302


def person(site, login: str) -> people.Person:
    return people.find(site.extensions["records"], login)


# -- OpenID ------------------------------------------------------------------------------------------------------


def test_a_verified_e_mail_of_the_roster_logs_in_is_linked_and_leads_to_the_page_that_was_asked_for(site, door, provider):
    ada = door()
    assert "Log in with Campus" in ada.get("/login").text
    found = come_back(ada, "/login/elsewhere?next=/account")
    assert found.location == "/account"
    assert "Ada" in ada.get("/account").text
    assert people.by_identity(site.extensions["records"], provider.url, "u-1").login == "ada"


def test_a_linked_account_stays_the_same_person_whatever_its_e_mail_becomes(site, door, provider):
    come_back(door())
    provider.claims |= {"email": "bo@example.org"}
    ada = door()
    come_back(ada)
    assert ">Ada<" in ada.get("/account").text


def test_without_a_table_in_login_toml_there_is_no_such_login(browser):
    fresh = browser(None)
    assert fresh.get("/login/elsewhere").status_code == 404
    assert fresh.get("/login/elsewhere/back?code=x&state=y").status_code == 404
    assert "elsewhere" not in fresh.get("/login").text


@pytest.mark.parametrize("verified", [False, None, "false", 1, "yes"])
def test_an_e_mail_that_the_provider_has_not_verified_links_nothing(site, door, provider, verified):
    provider.claims["email_verified"] = verified
    ada = door()
    found = come_back(ada)
    assert "does not say that the e-mail ada@example.org is really yours" in alert(found)
    assert nobody(ada)
    assert people.identities(site.extensions["records"], person(site, "ada").id) == []


def test_an_operator_may_vouch_for_the_e_mails_of_a_provider_that_says_nothing_about_them(door, provider):
    del provider.claims["email_verified"]
    ada = door("trust_email = true\n")
    assert come_back(ada).location == "/"


def test_a_number_of_the_roster_names_the_person_before_any_e_mail(site, door, provider):
    records = site.extensions["records"]
    people.change(records, "test", person(site, "bo").id, number="2027001")
    provider.claims = {"sub": "u-2", "student_number": 2027001, "email": "elsewhere@example.com", "email_verified": False}
    bo = door('match = ["number", "email"]\n')
    assert come_back(bo).location == "/"
    assert ">Bo<" in bo.get("/account").text


def test_signs_of_two_people_link_nobody(site, door, provider):
    people.change(site.extensions["records"], "test", person(site, "bo").id, number="7")
    provider.claims["student_number"] = "7"
    ada = door('match = ["number", "email"]\n')
    assert "two people" in alert(come_back(ada))
    assert nobody(ada)


def test_a_second_account_with_the_same_e_mail_does_not_take_the_person_over(door, provider):
    come_back(door())
    provider.claims["sub"] = "u-9"
    other = door()
    assert "Another account at Campus is linked" in alert(come_back(other))
    assert nobody(other)


def test_who_is_not_on_the_roster_is_told_so_and_not_added(site, door, provider):
    provider.claims |= {"sub": "u-3", "email": "guest@example.com"}
    guest = door()
    assert "nobody on the roster of this course is you (guest@example.com)" in alert(come_back(guest))
    assert people.holding(site.extensions["records"], "email", "guest@example.com") is None


def test_a_course_that_wants_it_adds_verified_guests_as_students(site, door, provider):
    provider.claims |= {"sub": "u-3", "email": "guest@example.com", "name": "Guest", "role": "instructor"}
    guest = door("create = true\n")
    assert come_back(guest).location == "/"
    assert people.holding(site.extensions["records"], "email", "guest@example.com").role == "student"


def test_who_has_left_the_course_does_not_come_in_again(site, door):
    come_back(door())
    people.change(site.extensions["records"], "test", person(site, "ada").id, state="dropped")
    ada = door()
    assert "closed" in alert(come_back(ada))
    assert nobody(ada)


ROLES = 'role_claim = "groups"\n[oidc.roles]\n"dl-ta" = "ta"\n"dl-staff" = "instructor"\n'


def test_groups_give_roles_and_take_them_away_again(site, door, provider):
    provider.claims["groups"] = ["everybody", "dl-ta", "dl-staff"]
    come_back(door(ROLES))
    assert person(site, "ada").role == "instructor"
    before = door(ROLES)
    come_back(before)
    provider.claims["groups"] = ["everybody", "dl-ta"]
    come_back(door(ROLES))
    assert person(site, "ada").role == "ta"
    assert nobody(before)  # sessions with more rights have ended
    del provider.claims["groups"]
    come_back(door(ROLES))
    assert person(site, "ada").role == "student"


def test_a_role_that_no_group_can_give_stays_as_the_roster_has_it(site, door, provider):
    provider.claims |= {"sub": "u-4", "email": "ivo@example.org", "groups": []}
    come_back(door('role_claim = "groups"\n[oidc.roles]\n"dl-ta" = "ta"\n'))
    assert person(site, "ivo").role == "instructor"


def test_what_the_id_token_leaves_out_is_asked_for_and_taken_for_the_same_subject_only(door, provider):
    provider.in_token = False
    assert come_back(door()).location == "/"
    assert "/userinfo" in provider.calls
    provider.userinfo_sub = "somebody-else"
    other = door()
    assert "cannot be trusted" in alert(come_back(other))
    assert nobody(other)


@pytest.mark.parametrize(
    "spoil",
    [{"nonce": "another"}, {"nonce": None}, {"aud": "another-course"}, {"iss": "https://evil.example"}, {"exp": 1_000_000}, {"sub": ""}],
    ids=lambda spoil: next(iter(spoil)),
)
def test_an_id_token_that_was_not_made_for_this_login_logs_nobody_in(door, provider, spoil):
    provider.spoil = spoil
    ada = door()
    found = come_back(ada)
    assert "cannot be trusted" in alert(found)
    assert nobody(ada)


@pytest.mark.parametrize("sign", ["none", "HS256", "foreign"])
def test_an_id_token_that_the_provider_did_not_sign_logs_nobody_in(door, provider, sign):
    provider.sign = sign
    ada = door()
    assert "cannot be trusted" in alert(come_back(ada))
    assert nobody(ada)


def test_a_new_key_of_the_provider_is_fetched(door, provider):
    ada = door()
    come_back(ada)
    provider.rotate()
    ada.post("/logout", at="/account")
    assert come_back(ada).location == "/"


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(door):
    ada, eve = door(), door()
    back = path_of(visit(ada.get("/login/elsewhere").location))
    assert "begun in another window" in alert(follow(eve, back))
    assert nobody(eve)
    assert ada.get(back).location == "/"
    ada.post("/logout", at="/account")
    assert "begun in another window" in alert(follow(ada, back))
    assert nobody(ada)


def test_an_answer_that_names_another_issuer_is_refused(door):
    ada = door()
    back = path_of(visit(ada.get("/login/elsewhere").location))
    assert "cannot be trusted" in alert(follow(ada, re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", back)))
    assert nobody(ada)


def test_who_says_no_at_the_provider_is_told_that_nothing_was_changed(door, provider):
    provider.denies = True
    assert "Nothing was changed" in alert(come_back(door()))


def test_a_provider_that_does_not_answer_or_calls_itself_otherwise_gets_a_sentence(site, door, provider, browser):
    provider.issuer_said = "https://evil.example"
    assert "cannot be trusted" in alert(come_back(door()))
    app = app_with(site, '[oidc]\nissuer = "http://127.0.0.1:9"\nclient_id = "x"\nname = "Campus"\n')
    lost = browser(None)
    lost.client = app.test_client()
    assert "Campus does not answer" in alert(come_back(lost))
    assert lost.log_in("ada").status_code == 302


def test_the_session_is_new_after_the_login(door):
    ada = door()
    ada.get("/login/elsewhere")
    before = ada.client.get_cookie("allclose").value
    come_back(ada)
    with ada.client.session_transaction() as session:
        assert not [key for key in session if key.startswith("_state_")]
    assert ada.client.get_cookie("allclose").value != before
    assert len(ada.client.get_cookie("allclose").value) < 4000


def test_logging_out_ends_the_session_here_and_offers_to_end_the_one_there(door, provider):
    ada = door()
    come_back(ada)
    out = ada.post("/logout", at="/account")
    assert nobody(ada)
    assert "Log out of Campus" in ada.get(out.location).text
    there = ada.get("/logged-out/there").location
    assert there.startswith(f"{provider.url}/logout?")
    assert urlsplit(visit(there)).path == "/logged-out"
    (said,) = provider.logouts
    assert said["client_id"] == fake.CLIENT and said["id_token_hint"].count(".") == 2
    assert "Log out of Campus" not in ada.get("/logged-out").text


def test_a_session_by_password_is_not_sent_to_the_provider_at_logout(door):
    ada = door(who="ada")
    assert ada.post("/logout", at="/account").location == "/login"


def test_an_account_is_linked_by_hand_only_after_a_yes_on_our_own_page(site, door, provider):
    provider.claims |= {"sub": "u-5", "email": "private@example.com", "email_verified": False}
    records = site.extensions["records"]
    ada = door(who="ada")
    assert come_back(ada, "/login/elsewhere?link=1").location == "/account/link"
    assert people.by_identity(records, provider.url, "u-5") is None
    assert "private@example.com" in ada.get("/account/link").text
    assert ada.client.post("/account/link").status_code == 400  # a page of somebody else cannot say yes
    ada.post("/account/link", at="/account/link")
    assert people.by_identity(records, provider.url, "u-5").login == "ada"
    assert "Linked: <time" in ada.get("/account").text
    fresh = door()
    come_back(fresh)
    assert ">Ada<" in fresh.get("/account").text
    ada.post("/account/unlink", at="/account")
    assert nobody(fresh) and not nobody(ada)
    assert people.by_identity(records, provider.url, "u-5") is None


def test_an_account_of_somebody_else_is_not_linked_by_hand(site, door):
    come_back(door())
    bo = door(who="bo")
    come_back(bo, "/login/elsewhere?link=1")
    page = bo.post("/account/link", at="/account/link", follow_redirects=True)
    assert "belongs to somebody else" in page.text
    assert not nobody(bo)
    assert people.identities(site.extensions["records"], person(site, "bo").id) == []


def test_the_only_way_in_is_not_unlinked(site, door, provider):
    records = site.extensions["records"]
    people.add(records, "test", name="New", login="new", email="new@example.org")
    provider.claims |= {"sub": "u-6", "email": "new@example.org"}
    new = door()
    come_back(new)
    assert "only way in" in new.post("/account/unlink", at="/account", follow_redirects=True).text
    assert people.by_identity(records, provider.url, "u-6").login == "new"


# -- a proxy in front --------------------------------------------------------------------------------------------

HEADER = '[header]\npeers = ["192.0.2.10", "2001:db8::/64"]\nuser = "X-Remote-User"\nname = "Campus"\n'
PROXY = {"REMOTE_ADDR": "192.0.2.10"}


@pytest.fixture
def behind(site, browser):
    """`behind(more, proxies=0)`: a browser at a course whose proxy names people."""

    def make(more: str = "", *, proxies: int = 0):
        app = app_with(site, HEADER + more)
        if proxies:
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=proxies)
        found = browser(None)
        found.client = app.test_client()
        return found

    return make


def ask(browser, path: str, said: dict[str, str], peer: str = "192.0.2.10"):
    return browser.client.get(path, headers={"Accept": "text/html", **said}, environ_base={"REMOTE_ADDR": peer})


def test_whom_the_proxy_names_is_logged_in_and_led_on(behind):
    ada = behind()
    assert ask(ada, "/login?next=/account", {"X-Remote-User": "ada"}).location == "/account"
    assert ">Ada<" in ask(ada, "/account", {"X-Remote-User": "ada"}).text


@pytest.mark.parametrize("peer", ["192.0.2.11", "127.0.0.1", "::1", "2001:db8:1::1", "", "unix:", "192.0.2.10, 192.0.2.10"])
def test_the_header_of_anybody_else_is_as_if_it_were_not_there(behind, peer):
    eve = behind()
    found = ask(eve, "/login", {"X-Remote-User": "ivo"}, peer)
    assert found.status_code == 200 and 'name="password"' in found.text


@pytest.mark.parametrize("peer", ["192.0.2.10", "::ffff:192.0.2.10", "2001:db8::7"])
def test_the_peer_may_be_written_in_either_family(behind, peer):
    assert ask(behind(), "/login", {"X-Remote-User": "ada"}, peer).location == "/"


@pytest.mark.parametrize(
    "lie", [{"X-Forwarded-For": "192.0.2.10"}, {"Forwarded": "for=192.0.2.10"}, {"X-Real-Ip": "192.0.2.10"}, {"Remote-Addr": "192.0.2.10"}]
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_an_address_in_a_header_makes_nobody_the_proxy(behind, lie, proxies):
    eve = behind(proxies=proxies)
    assert 'name="password"' in ask(eve, "/login", {"X-Remote-User": "ivo", **lie}, "203.0.113.5").text


def test_behind_proxy_fix_the_peer_stays_the_proxy(behind):
    ada = behind(proxies=1)
    assert ask(ada, "/login", {"X-Remote-User": "ada", "X-Forwarded-For": "203.0.113.5"}).location == "/"


def test_the_session_ends_when_the_proxy_names_another_or_nobody(behind):
    ada = behind()
    ask(ada, "/login", {"X-Remote-User": "ada"})
    assert ask(ada, "/account", {"X-Remote-User": "bo"}).status_code == 302
    ask(ada, "/login", {"X-Remote-User": "ada"})
    assert ask(ada, "/account", {}).status_code == 302
    ask(ada, "/login", {"X-Remote-User": "ada"})
    assert ask(ada, "/account", {"X-Remote-User": "ada"}, "203.0.113.5").status_code == 302


def test_a_name_that_was_added_beside_the_proxys_own_is_refused(behind):
    eve = behind()
    found = ask(eve, "/login", {"X-Remote-User": "ivo,ada"})
    assert (found.status_code, "more than one name" in alert(found)) == (403, True)


def test_a_name_is_compared_with_the_field_of_the_settings_and_no_other(site, behind):
    number = person(site, "ivo").id
    assert ask(behind(), "/login", {"X-Remote-User": str(number)}).status_code == 403
    assert ask(behind(), "/login", {"X-Remote-User": "ada@example.org"}).status_code == 403
    assert ask(behind('match = "email"\n'), "/login", {"X-Remote-User": "ADA@example.org"}).location == "/"


def test_whom_the_roster_does_not_know_is_told_so(behind):
    found = ask(behind(), "/login", {"X-Remote-User": "stranger"})
    assert (found.status_code, "(stranger)" in alert(found)) == (403, True)


def test_the_proxys_groups_give_roles(site, behind):
    more = 'role_header = "X-Remote-Groups"\n[header.roles]\n"cn=ta,ou=dl" = "ta"\n'
    ask(behind(more), "/login", {"X-Remote-User": "ada", "X-Remote-Groups": "cn=all; cn=ta,ou=dl"})
    assert person(site, "ada").role == "ta"
    ask(behind(more), "/login", {"X-Remote-User": "ada"})
    assert person(site, "ada").role == "student"


def test_logging_out_is_not_undone_by_the_next_page_and_leads_to_the_proxys_logout(behind):
    ada = behind('logout = "/Shibboleth.sso/Logout"\n')
    said = {"X-Remote-User": "ada"}
    ask(ada, "/login", said)
    token = re.search(r'name="csrf_token" value="([^"]+)"', ask(ada, "/account", said).text)[1]
    out = ada.client.post("/logout", data={"csrf_token": token}, headers={"Accept": "text/html", **said}, environ_base=PROXY)
    assert "Log out of Campus" in ask(ada, out.location, said).text
    assert ask(ada, "/logged-out/there", said).location == "/Shibboleth.sso/Logout"


# -- login.toml --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[oidc]\nclient_id = 'x'\n", '"oidc.issuer" is missing'),
        ("[oidc]\nissuer = 'http://login.example.edu'\nclient_id = 'x'\n", "no https address"),
        ("[oidc]\nissuer = 'https://a.example'\nclient_id = 'x'\nclaim = 'y'\n", 'no setting is called "oidc.claim"'),
        ("[oidc]\nissuer = 'https://a.example'\nclient_id = 'x'\nmatch = ['name']\n", '"oidc.match" must be a list of'),
        ("[oidc]\nissuer = 'https://a.example'\nclient_id = 'x'\nrole_claim = 'g'\n[oidc.roles]\nt = 'boss'\n", "one of student, ta"),
        ("[oidc]\nissuer = 'https://a.example'\nclient_id = 'x'\n[oidc.roles]\nt = 'ta'\n", "nothing says where a role comes from"),
        ("[header]\nuser = 'X-User'\n", '"header.peers" is missing'),
        ("[header]\npeers = []\nuser = 'X-User'\n", '"header.peers" must be a list of addresses, at least one'),
        ("[header]\npeers = ['proxy.example']\nuser = 'X-User'\n", "“proxy.example” is no address"),
        ("[header]\npeers = ['0.0.0.0/0']\nuser = 'X-User'\n", "trusts the whole world"),
        ("[ldap]\n", 'no setting is called "ldap"'),
        ("oidc\n", "this is not TOML"),
    ],
)
def test_a_mistake_in_login_toml_is_told_with_its_place_and_what_to_write(tmp_path, text, told):
    (tmp_path / "login.toml").write_text(text)
    (tmp_path / "login.toml").chmod(0o600)
    with pytest.raises(CourseError) as error:
        read(tmp_path, {})
    assert "login.toml" in str(error.value) and told in str(error.value) and "\n  " in str(error.value)


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "login.toml"
    path.write_text("[oidc]\nissuer = 'https://a.example'\nclient_id = 'x'\nclient_secret = 's'\n")
    path.chmod(0o644)
    with pytest.raises(CourseError, match="chmod 600"):
        read(tmp_path, {})


def test_every_setting_of_login_toml_is_documented():
    guide = (Path(__file__).parents[2] / "docs" / "operators.md").read_text(encoding="utf-8")
    for shape in (OidcTable, HeaderTable):
        assert [f.name for f in msgspec.structs.fields(shape) if f"`{f.name}`" not in guide and f.name != "roles"] == []
    assert [name for name in FROM_ENVIRONMENT.values() if name not in guide] == []


def test_the_environment_names_the_provider_and_holds_its_secret(tmp_path):
    found = read(
        tmp_path, {"ALLCLOSE_OIDC_ISSUER": "https://a.example", "ALLCLOSE_OIDC_CLIENT_ID": "x", "ALLCLOSE_OIDC_CLIENT_SECRET": "s"}
    )
    assert (found.oidc.issuer, found.oidc.client_id, found.oidc.client_secret) == ("https://a.example", "x", "s")
    assert read(tmp_path, {}).oidc is None
