from __future__ import annotations

import pytest

from grader.errors import SubmissionError
from grader.records import NotFound, assignments, audit, desk, gradebook, handins, mail, notices


@pytest.fixture
def graded(course, grade):
    found = [handins.hand_in(course, person, "optimizers", str(person).encode(), filename="a.ipynb") for person in (1, 2)]
    grade(adam=3.0)
    return found


ASKS = {
    "person": lambda seen, ada: seen.person(1),
    "handin": lambda seen, ada: seen.handin(ada.id),
    "data": lambda seen, ada: seen.data(ada.id),
    "place": lambda seen, ada: seen.place(ada.id),
    "feedback": lambda seen, ada: seen.feedback(ada.id),
    "marks": lambda seen, ada: seen.marks(1),
    "mark": lambda seen, ada: seen.mark("optimizers", 1),
    "why": lambda seen, ada: seen.why("optimizers", 1),
    "due": lambda seen, ada: seen.due("optimizers", 1),
    "handins": lambda seen, ada: seen.handins(person=1),
    "comments": lambda seen, ada: seen.comments(ada.id),
    "request": lambda seen, ada: seen.request(1),
}


@pytest.mark.parametrize("ask", ASKS)
def test_what_is_adas_is_seen_by_ada_her_ta_and_the_instructor_and_does_not_exist_for_bo(course, graded, ask):
    desk.ask(course, 1, "regrade", "optimizers", "please")
    for person in (1, 3, 4):
        ASKS[ask](course.seen_by(person), graded[0])
    with pytest.raises(NotFound):
        ASKS[ask](course.seen_by(2), graded[0])


def test_a_ta_sees_the_sections_they_have_and_nobody_else(course, graded):
    seen = course.seen_by(3)
    assert [person.name for person in seen.people()] == ["Ada"]
    assert [line.person.name for line in seen.gradebook().lines] == ["Ada"]
    with pytest.raises(NotFound):
        seen.handin(graded[1].id)
    with pytest.raises(NotFound):
        seen.audit(person=2)
    assert [line.person.name for line in course.seen_by(4).gradebook().lines] == ["Ada", "Bo"]
    assert [line.person.name for line in course.seen_by(1).gradebook().lines] == ["Ada"]


def test_anonymous_marking_shows_a_key_to_the_ta(course, graded):
    lab = assignments.put(course, 4, "optimizers", anonymous=True)
    ada = course.seen_by(4).person(1)
    assert course.seen_by(3).name(ada, lab) == ada.marking_key
    assert course.seen_by(4).name(ada, lab) == "Ada"


def test_a_hidden_mark_is_nowhere_until_it_is_released(course, graded):
    assignments.put(course, 4, "optimizers", policy={"release": {"hold": True}})
    seen = course.seen_by(1)
    assert (seen.mark("optimizers").state, seen.mark("optimizers").score) == ("hidden", None)
    assert seen.marks().total.percent is None
    assert [step.key for step in seen.why("optimizers")] == ["hidden"]
    assert seen.feedback(graded[0].id).stored is None
    assert course.seen_by(3).mark("optimizers", 1).score == 7.0
    assignments.release_marks(course, 4, "optimizers")
    assert seen.mark("optimizers").score == 7.0


@pytest.mark.parametrize(("level", "report", "says"), [("score", False, False), ("checks", True, False), ("diagnosis", True, True)])
def test_feedback_goes_as_deep_as_the_policy_lets_it(course, graded, level, report, says):
    assignments.put(course, 4, "optimizers", policy={"feedback": {"level": level}})
    found = course.seen_by(1).feedback(graded[0].id)
    assert found.level == level
    assert (found.report is not None) == report
    assert bool(found.stored.summary) == report


def test_unpublished_assignments_do_not_exist_for_students(course):
    assignments.put(course, 4, "secret")
    with pytest.raises(NotFound):
        course.seen_by(1).assignment("secret")
    assert [a.id for a in course.seen_by(1).assignments()] == ["optimizers"]
    with pytest.raises(SubmissionError, match="not open yet"):
        handins.hand_in(course, 1, "secret", b"x", filename="a.ipynb")


def test_viewing_as_a_student_is_written_down_and_only_for_ones_own(course, graded):
    seen = course.seen_by(3, viewing_as=1)
    assert (seen.me.id, seen.real.id, seen.staff) == (1, 3, False)
    assert audit.rows(course, person=1)[0]["viewing_as"] == 1
    with pytest.raises(NotFound):
        course.seen_by(3, viewing_as=2)
    with pytest.raises(NotFound):
        course.seen_by(1, viewing_as=2)


def test_a_request_goes_back_and_forth(course, graded):
    id = desk.ask(course, 1, "regrade", "optimizers", "the bound is too strict", handin=graded[0].id)
    with pytest.raises(SubmissionError, match="asked already"):
        desk.ask(course, 1, "regrade", "optimizers", "again")
    assert [notice.kind for notice in notices.of(course, 3)] == ["message"]
    desk.answer(course, 3, id, "you are right", state="granted")
    found = course.seen_by(1).request(id)
    assert (found.state, [message.text for message in found.messages]) == ("granted", ["the bound is too strict", "you are right"])
    assert notices.of(course, 1)[0].kind == "answered"


def test_points_by_hand_add_to_score_and_maximum(course, graded):
    desk.set_rubric(course, 4, "optimizers", "essay", [{"id": "clear", "points": 2, "en": "clear", "ko": "명확함"}])
    assert gradebook.mark(course, 1, "optimizers").max_score == 12.0
    desk.mark_by_hand(course, 3, graded[0].id, "essay", {"clear": 1.5})
    assert gradebook.mark(course, 1, "optimizers").score == pytest.approx(8.5)
    with pytest.raises(SubmissionError, match="between 0 and 2"):
        desk.mark_by_hand(course, 3, graded[0].id, "essay", {"clear": 3})


def test_quiz_results_count_and_a_regraded_one_replaces_its_older_self(course):
    assignments.put(course, 4, "quiz", kind="quiz", published=True, max_score=4.0, category="quizzes")
    at = course.now_text()
    for number, score in [(1, 1.0), (2, 2.0), (1, 3.0)]:
        desk.append_quiz_result(course, 1, "quiz", number=number, started_at=at, submitted_at=at, score=score, max_score=4.0, body={})
    cell = gradebook.mark(course, 1, "quiz")
    assert (cell.score, cell.attempts, cell.handin) == (3.0, 2, "quiz 1")


class Outbox:
    def __init__(self):
        self.sent = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def send_message(self, message):
        self.sent.append((message["To"], message["Subject"]))


def test_notices_go_out_by_mail_once_in_the_readers_language(course, graded, clock):
    from grader.records import people

    people.change(course, 4, 2, language="ko")
    out = Outbox()
    assert mail.send(course) == 0
    assert mail.send(course, lambda: out) == 4
    assert ("bo@example.org", "optimizers 채점이 끝났어요.") in out.sent
    assert mail.send(course, lambda: out) == 0


def test_a_reminder_goes_once_to_who_has_not_handed_in(course, clock):
    handins.hand_in(course, 1, "optimizers", b"x", filename="a.ipynb")
    clock.forward(days=6, hours=12)
    assert [mail.remind(course), mail.remind(course)] == [1, 0]
    assert notices.of(course, 2)[0].kind == "due_soon"
