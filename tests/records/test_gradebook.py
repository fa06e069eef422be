from __future__ import annotations

from datetime import timedelta

from grader.policies.steps import words
from grader.records import assignments, gradebook, handins, queue, suites


def test_a_hand_in_is_graded_and_counts(course, grade):
    handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb")
    assert gradebook.mark(course, 1, "optimizers").state == "waiting"
    grade(adam=3.0)
    cell = gradebook.mark(course, 1, "optimizers")
    assert (cell.state, cell.score, cell.max_score, cell.attempts) == ("graded", 7.0, 10.0, 1)


def test_what_is_missing_counts_zero_only_after_the_deadline(course, clock):
    assert gradebook.of_person(course, 2).total.percent is None
    clock.forward(days=8)
    assert gradebook.of_person(course, 2).total.percent == 0.0


def test_moving_the_deadline_changes_the_mark_of_what_was_graded_long_ago(course, clock, grade):
    assignments.set_setting(course, 4, "policy", {"late_penalty": {"cost": 0.1}})
    clock.forward(days=8)
    handins.hand_in(course, 1, "optimizers", b"late", filename="a.ipynb")
    grade()
    assert gradebook.mark(course, 1, "optimizers").score == 9.0
    assert "1 day(s) late at 10 % each: × 0.9." in [words(step) for step in gradebook.explain(course, 1, "optimizers")]
    assignments.extend(course, 4, ["optimizers"], people=[1], minutes=2 * 1440, reason="ill")
    assert gradebook.mark(course, 1, "optimizers").score == 10.0


def test_a_check_under_review_is_out_of_score_and_maximum(course, grade):
    handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb")
    grade(adam=3.0)
    id = assignments.review(course, 3, "optimizers", "opt-adam", "test_edge", reason="too strict")
    cell = gradebook.mark(course, 1, "optimizers")
    assert (cell.score, cell.max_score) == (7.0, 7.0)
    assignments.end_review(course, 3, id)
    assert gradebook.mark(course, 1, "optimizers").max_score == 10.0


def test_excused_and_overridden_marks_follow_the_newest_decision(course, grade):
    handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb")
    grade(adam=0.0)
    assignments.override(course, 4, 1, "optimizers", 9.5, reason="oral exam")
    assert gradebook.mark(course, 1, "optimizers").score == 9.5
    assignments.excuse(course, 4, 1, "optimizers", reason="ill")
    assert gradebook.mark(course, 1, "optimizers").state == "excused"
    assignments.excuse(course, 4, 1, "optimizers", reason="well again", excused=False)
    assignments.override(course, 4, 1, "optimizers", None, reason="by mistake")
    assert gradebook.mark(course, 1, "optimizers").score == 4.0


def test_one_action_extends_everyone_hit_by_an_outage(course):
    given = assignments.extend_outage(course, 4, began="2026-03-09T07:00:00.000000Z", ended="2026-03-09T08:30:30.000000Z", reason="network")
    assert given == {"optimizers": 91}
    assert gradebook.due_for(course, 2, "optimizers") == "2026-03-09T10:31:00.000000Z"


def test_lateness_counts_from_the_first_byte(course, clock, grade):
    assignments.set_setting(course, 4, "policy", {"late_penalty": {"cost": 0.5}})
    began = clock.time = clock.time + timedelta(days=7)
    clock.forward(seconds=40)
    handins.hand_in(course, 1, "optimizers", b"slow upload", filename="a.ipynb", began=began)
    grade()
    assert gradebook.mark(course, 1, "optimizers").score == 10.0


def test_an_upload_that_cannot_be_graded_takes_nothing_from_an_earlier_one(course, clock, grade):
    from grader.records import reports

    assignments.set_setting(course, 4, "policy", {"attempts": {"counts": "last"}})
    handins.hand_in(course, 1, "optimizers", b"good", filename="a.ipynb")
    grade()
    clock.forward(hours=1)
    handins.hand_in(course, 1, "optimizers", b"rubbish", filename="a.ipynb")
    reports.append_ungradable(course, queue.lease(course, "test"), "not a notebook")
    assert gradebook.mark(course, 1, "optimizers").score == 10.0


def test_a_hand_in_before_there_is_a_suite_is_graded_when_there_is_one(course, grade, new_suite):
    assignments.put(course, 4, "early", max_score=10.0, published=True)
    handins.hand_in(course, 1, "early", b"eager", filename="a.ipynb")
    assert gradebook.mark(course, 1, "early").state == "waiting"
    digest = new_suite("early", "e")
    assert suites.use(course, 4, "early", digest) == 1
    grade()
    assert gradebook.mark(course, 1, "early").state == "graded"


def test_an_upload_that_is_graded_after_all_takes_nothing_from_an_earlier_one(course, clock, grade):
    from grader.records import reports

    handins.hand_in(course, 1, "optimizers", b"good", filename="a.ipynb")
    grade()
    clock.forward(hours=1)
    later = handins.hand_in(course, 1, "optimizers", b"odd", filename="a.ipynb")
    reports.append_ungradable(course, queue.lease(course, "test"), "not a notebook")
    queue.again(course, 3, [later.id])
    grade(adam=0.0)
    cell = gradebook.mark(course, 1, "optimizers")
    assert (cell.score, cell.attempts) == (10.0, 2)
