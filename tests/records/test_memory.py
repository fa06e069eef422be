"""Receipts, replay, backup, privacy: what the course remembers, and what it forgets."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import pytest

from grader.errors import AllcloseError, CourseError, SandboxError, SubmissionError
from grader.records import Records, audit, backup, gradebook, handins, keys, people, privacy, receipts, replay, suites


class Judge:
    """Remembers which suite it was given; its points come from the suite's text."""

    def __init__(self, make_report, points=6.0):
        self.make_report, self.points, self.seen = make_report, points, []

    def grade(self, bundle, submission_id, source, *, limits=None, device="cpu", progress=None):
        self.seen.append((bundle.name, source))
        return self.make_report(submission_id, adam=self.points)


@pytest.fixture
def stored(course, grade):
    found = handins.hand_in(course, 1, "optimizers", b"week one", filename="a.ipynb")
    grade()
    return found


def test_a_receipt_is_verified_with_the_public_key_alone(course, stored):
    receipts.verify(receipts.read(json.dumps(stored.receipt)), keys.public(course), data=b"week one")
    for field, value in [("number", 2), ("sha256", "0" * 64), ("received_at", "2026-01-01"), ("signature", "AAAA"), ("key", 7)]:
        with pytest.raises(SubmissionError):
            receipts.verify({**stored.receipt, field: value}, keys.public(course))
    with pytest.raises(SubmissionError, match="for other bytes"):
        receipts.verify(stored.receipt, keys.public(course), data=b"week two")


@pytest.mark.parametrize("text", ["", "[]", "{}", "no"])
def test_what_is_no_receipt_is_refused_in_words(text):
    with pytest.raises(SubmissionError, match="not a receipt"):
        receipts.read(text)


def test_week_one_is_replayed_after_a_new_suite_new_keys_and_a_restore_elsewhere(course, stored, new_suite, make_report, tmp_path, clock):
    suites.use(course, 4, "optimizers", new_suite("optimizers", "b"))
    keys.rotate(course, 4)
    later = handins.hand_in(course, 2, "optimizers", b"week two", filename="a.ipynb")
    assert later.receipt["key"] == 2
    backup.backup(course, tmp_path / "b.tar.gz")
    backup.restore(tmp_path / "b.tar.gz", tmp_path / "elsewhere" / "var")
    with Records(tmp_path / "elsewhere" / "var", now=clock) as moved:
        judge = Judge(make_report)
        same = replay.replay(moved, judge, stored.receipt)
        assert same.differences == ()
        assert judge.seen == [("a" * 64, b"week one")]
        other = replay.replay(moved, Judge(make_report, points=3.0), stored.receipt)
        assert ("score", 10.0, 7.0) in other.differences
        assert ("exercises[opt-adam].checks[test_edge].status", "passed", "failed") in other.differences


def test_a_stored_suite_that_was_changed_is_not_replayed_with(course, stored, make_report):
    (suites.folder(course, "a" * 64) / "test_hidden.py").write_text("# easier")
    with pytest.raises(SandboxError, match="no longer what was kept"):
        replay.replay(course, Judge(make_report), stored.receipt)


def test_a_backup_holds_the_same_course_and_no_restore_overwrites_one(course, stored, tmp_path, clock):
    (course.var / "course.secret").write_bytes(b"s")
    manifest = backup.backup(course, tmp_path / "b.tar.gz")
    assert manifest["counts"]["handin"] == 1
    assert "course.secret" in manifest["files"]
    with pytest.raises(CourseError, match="already holds a course"):
        backup.restore(tmp_path / "b.tar.gz", course.var)
    backup.restore(tmp_path / "b.tar.gz", tmp_path / "new")
    with Records(tmp_path / "new", now=clock) as moved:
        assert handins.data(moved, handins.get(moved, stored.id)) == b"week one"
        assert gradebook.mark(moved, 1, "optimizers") == gradebook.mark(course, 1, "optimizers")
        handins.hand_in(moved, 1, "optimizers", b"goes on", filename="a.ipynb")
        assert audit.broken_at(moved) is None


def test_a_damaged_backup_is_refused(course, stored, tmp_path):
    backup.backup(course, tmp_path / "b.tar.gz")
    data = bytearray((tmp_path / "b.tar.gz").read_bytes())
    (tmp_path / "half.tar.gz").write_bytes(data[: len(data) // 2])
    with pytest.raises(SandboxError, match="not a whole backup"):
        backup.verify(tmp_path / "half.tar.gz")


def test_a_flipped_byte_anywhere_is_told_in_words_unless_it_lies_in_the_padding(course, stored, tmp_path):
    backup.backup(course, tmp_path / "b.tar.gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    refused = 0
    for place in range(12, len(whole) - 8, len(whole) // 40):
        flipped = bytearray(whole)
        flipped[place] ^= 0xFF
        (tmp_path / "flipped.tar.gz").write_bytes(flipped)
        try:
            backup.verify(tmp_path / "flipped.tar.gz")
        except AllcloseError as told:
            assert "flipped.tar.gz" in str(told)
            refused += 1
    assert refused >= 35


def test_damaged_bytes_stop_a_backup_and_leave_no_file(course, stored, tmp_path):
    handins.blobs(course).path(stored.sha256).write_bytes(b"rot")
    with pytest.raises(SandboxError, match="damaged"):
        handins.data(course, stored)
    with pytest.raises(SandboxError, match="damaged"):
        backup.backup(course, tmp_path / "b.tar.gz")
    assert not list(tmp_path.glob("b.tar*"))


def test_a_person_gets_everything_that_is_held(course, stored):
    archive = zipfile.ZipFile(io.BytesIO(privacy.export(course, 4, 1)))
    assert archive.read(f"handins/{stored.id}/a.ipynb") == b"week one"
    assert json.loads(archive.read("person.json"))["email"] == "ada@example.org"
    assert "password" not in json.loads(archive.read("person.json"))


def test_an_erased_person_leaves_scores_and_nothing_else(course, stored, grade, tmp_path):
    handins.hand_in(course, 2, "optimizers", b"shared", filename="b.ipynb")
    handins.hand_in(course, 1, "optimizers", b"shared", filename="Ada.ipynb")
    grade()
    privacy.erase(course, 4, 1)
    dump = "\n".join(course.connection.iterdump())
    assert "Ada" not in dump and "ada@" not in dump
    assert not handins.blobs(course).path(stored.sha256).exists()
    assert handins.data(course, handins.of_person(course, 2)[0]) == b"shared"
    assert course.value("select count(*) from report where person = 1 and score = 10") == 2
    assert audit.broken_at(course) is None
    assert course.value("select count(*) from erasing") == 0
    backup.backup(course, tmp_path / "b.tar.gz")
    with pytest.raises(CourseError):
        privacy.erase(course, 4, 1)


def test_the_last_instructor_stays(course):
    with pytest.raises(CourseError, match="last instructor"):
        privacy.erase(course, 4, 4)


def test_retention_names_who_has_been_away_for_long(course, stored, clock):
    clock.forward(days=100)
    handins.hand_in(course, 1, "optimizers", b"still here", filename="a.ipynb")
    assert privacy.due_for_erasure(course, days=90) == [2]


def test_tokens_are_good_once_or_until_they_end(course, clock):
    link = people.issue_token(course, 4, 1, "invite", days=2)
    assert people.redeem(course, link, "invite", "hash").id == 1
    assert people.redeem(course, link, "invite", "hash") is None
    assert people.password_hash(course, 1) == "hash"
    token = people.issue_token(course, 4, 1, "api", days=2)
    assert people.token_holder(course, token, "api").id == 1
    assert people.token_holder(course, token, "reset") is None
    clock.forward(days=3)
    assert people.token_holder(course, token, "api") is None


def test_records_of_a_person_are_frozen(course):
    with pytest.raises(dataclasses.FrozenInstanceError):
        people.get(course, 1).name = "x"
