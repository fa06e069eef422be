from __future__ import annotations

import pytest

from grader.records import Records, alike, assignments, privacy
from tests.webapp import scripted
from webapp.compare import compare

LAB = scripted.LAB
AT = f"/similar/{LAB}"
OWN = """def Adam(params):
    first, second = [], []
    for number, weight in enumerate(params):
        gradient = weight.grad.clone().mul_(2.0).div_(3.0)
        while number < 7 and gradient.abs().max() > 1e-3:
            gradient = gradient - weight * number + first.pop() if first else gradient * 0.5
            second.append((number, gradient, [number * k for k in range(5) if k % 2]))
        first.insert(0, {"weight": weight, "gradient": gradient, "number": number ** 2})
    return first, second
"""


@pytest.fixture
def records(site) -> Records:
    return site.extensions["records"]


@pytest.fixture
def handed(records, notebook, right) -> dict[str, str]:
    """Bo has Ada's answer under other names."""
    copied = OWN.replace("first", "eins").replace("second", "zwei").replace("gradient", "steigung").replace("number", "n")
    return {who: scripted.hand_in(records, who, notebook(adam=text)) for who, text in {"ada": OWN, "bo": copied}.items()}


def test_the_desk_asks_and_whoever_grades_takes_it_once(browser, records):
    tia = browser("tia")
    tia.post(AT, at=AT)
    assert "as soon as nobody waits for a mark" in tia.get(AT).text
    assert alike.take(records) == LAB
    assert alike.take(records) is None


def test_a_renamed_copy_is_found_and_shown_side_by_side(browser, records, handed):
    pairs = compare(records, "test", LAB)
    assert [{pair.left, pair.right} for pair in pairs] == [set(handed.values())]
    tia = browser("tia")
    assert "Ada – Bo" in tia.get(AT).text
    page = tia.get(f"{AT}/{handed['ada']}/{handed['bo']}").text
    assert 'class="hll"' in page and "steigung" in page and "gradient" in page
    assert f"/similar/{LAB}/{handed['ada']}/{handed['bo']}" in tia.get(f"/marking/{handed['ada']}").text


def test_a_pair_with_somebody_of_another_section_is_not_shown(browser, records, handed):
    compare(records, "test", LAB)
    scripted.enrol(records, ada=["Mon"], bo=["Tue"], tia=["Mon"])
    tia = browser("tia")
    assert "Ada" not in tia.get(AT).text.split("<h1>")[1]
    assert tia.get(f"{AT}/{handed['ada']}/{handed['bo']}").status_code == 404
    assert "/similar/" + LAB + "/" not in tia.get(f"/marking/{handed['ada']}").text


def test_without_names_pairs_are_of_marking_keys(browser, records, handed):
    compare(records, "test", LAB)
    assignments.put(records, "test", LAB, anonymous=1)
    assert "Ada –" not in browser("tia").get(AT).text


def test_what_is_kept_is_forgotten_with_a_person(records, handed):
    from grader.records import people

    compare(records, "test", LAB)
    privacy.erase(records, "test", people.find(records, "bo").id)
    assert alike.newest(records, LAB) is None


def test_a_hand_in_that_cannot_be_read_is_not_compared(records, handed):
    scripted.hand_in(records, "ada", b"{}")
    assert compare(records, "test", LAB) == []
    found = alike.newest(records, LAB)
    assert found is not None and found.of == 1


def test_a_quiet_grader_compares_in_a_process_of_its_own(site, records, handed, monkeypatch):
    from webapp.graders import Grader

    class Client:
        def warm(self, bundle):
            return None

    alike.want(records, "test", LAB)
    monkeypatch.setattr("webapp.graders.FleetJudge", lambda client: None)
    grader = Grader(records, Client(), worker="quiet:1")  # type: ignore[arg-type]
    grader.compare()
    assert grader.comparing is not None
    assert grader.comparing.wait(timeout=60) == 0
    grader.leave()
    found = alike.newest(records, LAB)
    assert found is not None and found.of == 2 and not alike.wanted(records, LAB)
