"""The numbers of the analytics pages, on tables that are counted by hand."""

from __future__ import annotations

import math

import pytest

from grader.records.analysis import Said, Sent
from webapp import mastery, measures
from webapp.mastery import Evidence, Standing


def test_a_spread_counts_tenths_and_quartiles():
    found = measures.spread([0.0, 0.1, 0.55, 0.599999, 0.9, 1.0], missing=2)
    assert found.bins == (1, 1, 0, 0, 0, 2, 0, 0, 0, 2)
    assert (found.count, found.missing, found.low, found.high) == (6, 2, 0.0, 1.0)
    assert found.median == pytest.approx(0.575, abs=1e-3)


@pytest.mark.parametrize("share", [k / 10 for k in range(10)])
def test_a_mark_on_a_border_belongs_to_the_bar_that_begins_there(share):
    assert measures.spread([share]).bins[round(share * 10)] == 1


def test_an_empty_spread_says_nothing():
    assert measures.spread([], missing=3).count == 0


DUE = "2026-03-10T12:00:00.000000Z"


def test_people_are_put_where_they_began_and_hand_ins_where_they_came():
    sent = [
        Sent(1, "2026-03-01T12:00:00.000000Z"),
        Sent(1, "2026-03-10T11:30:00.000000Z"),
        Sent(2, "2026-03-10T08:00:00.000000Z"),
        Sent(3, "2026-03-10T12:00:01.000000Z"),
        Sent(9, "2026-03-10T08:00:00.000000Z"),  # no deadline of their own: nothing to compare with
    ]
    found = measures.starts(sent, dict.fromkeys((1, 2, 3), DUE), {1: 1.0, 2: 0.5})
    assert [bar.people for bar in found] == [(1,), (), (), (), (), (2,), (), (3,)]
    assert [bar.handins for bar in found] == [1, 0, 0, 0, 0, 1, 1, 1]
    assert [bar.mean for bar in found if bar.people] == [1.0, 0.5, None]


def test_each_is_measured_against_their_own_deadline():
    sent = [Sent(1, "2026-03-10T13:00:00.000000Z"), Sent(2, "2026-03-10T13:00:00.000000Z")]
    found = measures.starts(sent, {1: DUE, 2: "2026-03-12T12:00:00.000000Z"}, {})
    assert (found[7].people, found[2].people) == ((1,), (2,))


def summary(**checks: str) -> dict:
    return {
        "opt-adam": {
            "status": "partial",
            "says": [],
            "score": 1.0,
            "max": 2.0,
            "checks": {k: [1, 1, "value", v] for k, v in checks.items()},
        }
    }


def test_a_check_that_only_the_strong_pass_tells_them_apart_and_a_random_one_does_not():
    ok, no = "passed", "failed"
    table = {
        1: summary(tells=ok, b=ok, c=ok, random=no),
        2: summary(tells=ok, b=ok, c=no, random=ok),
        3: summary(tells=no, b=no, c=ok, random=ok),
        4: summary(tells=no, b=no, c=no, random=no),
    }
    found = {check.check: check for check in measures.checks(table)}
    assert found["tells"].discrimination == pytest.approx(1 / math.sqrt(3))  # (1, 1, 0, 0) with the rest (2, 2, 2, 0) / 3
    assert found["random"].discrimination == pytest.approx(0.0)  # (0, 1, 1, 0) with the rest (3, 2, 1, 0) / 3
    assert (found["tells"].tried, found["tells"].failed, found["tells"].share) == (4, 2, 0.5)


def test_whoever_left_an_exercise_alone_failed_none_of_its_checks():
    alone = summary(a="not_attempted")
    alone["opt-adam"]["status"] = "not_attempted"
    [found] = measures.checks({1: summary(a="failed"), 2: alone})
    assert (found.tried, found.failed, found.untried) == (1, 1, 1)
    [nobody] = measures.checks({2: alone})
    assert (nobody.tried, nobody.share) == (0, 0.0) and math.isnan(nobody.discrimination)


def test_our_fault_is_nobodys_failure():
    [found] = measures.checks({1: summary(a="grader_fault"), 2: summary(a="passed")})
    assert (found.tried, found.failed, found.untried) == (1, 0, 1)


def test_misconceptions_count_people_ever_and_still():
    still = summary(a="failed")
    still["opt-adam"]["says"] = ["swapped"]
    named = [
        Said(1, "opt-adam", "swapped", 1),
        Said(1, "opt-adam", "swapped", 2),
        Said(2, "opt-adam", "swapped", 3),
        Said(2, "opt-sgd", "sign", 4),
    ]
    found = measures.misconceptions(named, {1: still, 2: summary(a="passed")})
    assert [(m.name, m.ever, m.still, m.over) for m in found] == [("swapped", 2, 1, 1), ("sign", 1, 0, 1)]


# -- mastery ----------------------------------------------------------------------------------------------------------


def known(person: int, quiz: float | None, code: float | None) -> list[Evidence]:
    pairs = (("quiz", quiz), ("code", code))
    return [Evidence(person=person, concept="adam", kind=kind, share=share) for kind, share in pairs if share is not None]


@pytest.mark.parametrize(
    ("quiz", "code", "state"),
    [
        (0.9, 0.9, "both"), (0.7, 0.69, "knows"), (0.2, 0.9, "codes"), (0.2, 0.2, "neither"),
        (0.9, None, "known"), (None, 0.9, "coded"), (0.1, None, "weak"), (None, 0.1, "weak"), (None, None, "nothing"),
    ],
)  # fmt: skip
def test_a_standing_has_a_word(quiz, code, state):
    assert Standing(quiz=quiz, code=code).state == state


def test_the_class_is_the_mean_of_its_people_and_the_widest_gap_comes_first():
    other = [Evidence(person=1, concept="sgd", kind=kind, share=0.8) for kind in ("quiz", "code")]
    people = mastery.table([*known(1, 1.0, 0.0), *known(2, 0.8, 0.6), *known(3, None, 0.6), *other])
    first, second = mastery.of_class(people)
    assert (first.id, second.id) == ("adam", "sgd")
    assert first.standing.quiz == pytest.approx(0.9) and first.standing.code == pytest.approx(0.4)
    assert (first.answered, first.coded, first.torn) == (2, 3, 2)
    assert first.gap == pytest.approx(0.5)


def test_several_questions_on_a_concept_are_averaged():
    pieces = [Evidence(person=1, concept="adam", kind="quiz", share=share) for share in (1.0, 0.0, 0.5)]
    assert mastery.table(pieces)[1]["adam"] == Standing(quiz=0.5)


def test_an_exercise_left_alone_is_no_evidence_and_a_bonus_is_no_more_than_all():
    short = {
        "a": {"status": "not_attempted", "score": 0.0, "max": 4.0},
        "b": {"status": "grader_fault", "score": 0.0, "max": 4.0},
        "c": {"status": "passed", "score": 5.0, "max": 4.0},
    }
    found = mastery.of_code(1, short, {"a": ["adam"], "b": ["adam"], "c": ["sgd", "momentum"]})
    assert [(one.concept, one.share) for one in found] == [("sgd", 1.0), ("momentum", 1.0)]


def test_a_question_counts_for_its_tags_and_for_what_its_exercises_are_about():
    assert mastery.concepts_of(["ema", "adam"], ["opt-adam", "opt-lion", "gone"], {"opt-adam": "adam", "opt-lion": "lion"}) == [
        "ema",
        "adam",
        "lion",
    ]
