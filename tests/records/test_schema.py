from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from grader.records import NotStored, Records, audit, people, schema


def tables(path):
    connection = sqlite3.connect(path)
    found = connection.execute(
        "select type, name, sql from sqlite_master where name not like 'sqlite_%' and name != '_sqlite_migrations' order by 1, 2"
    ).fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("done", range(1, len(schema.steps())), ids=lambda n: f"after {schema.steps()[n - 1]}")
def test_every_earlier_version_is_brought_up_with_its_data_and_a_backup(tmp_path, clock, done):
    var = tmp_path / "old"
    var.mkdir()
    database = Database(var / "course.db")
    schema.migrations().apply(database, stop_before=schema.steps()[done])
    with database.conn:
        database.conn.execute(
            "insert into person (name, role, marking_key, created_at) values ('Ada', 'student', 'k', '2026-01-01T00:00:00.000000Z')"
        )
    database.conn.close()
    with Records(var, now=clock) as records:
        assert people.get(records, 1).name == "Ada"
        people.add(records, "test", name="Bo")
    copies = list((var / "backups").glob(f"before-{schema.steps()[done]}-*.db"))
    assert len(copies) == 1
    with Records(tmp_path / "new", now=clock):
        pass
    assert tables(var / "course.db") == tables(tmp_path / "new" / "course.db")


def test_opening_twice_changes_nothing(records, clock):
    before = tables(records.path)
    with Records(records.var, now=clock):
        pass
    assert tables(records.path) == before
    assert not (records.var / "backups").exists()


def test_a_file_from_a_newer_version_is_refused(records, clock):
    records.connection.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('allclose', 'm9999_future', '')")
    with pytest.raises(NotStored, match="m9999_future"):
        Records(records.var, now=clock)


def test_nothing_in_a_step_drops_a_table():
    import importlib

    for name in schema.steps():
        assert "drop table" not in importlib.import_module(f"grader.records.schema.{name}").SQL.lower()


@pytest.mark.parametrize("table", ["handin", "report", "audit", "suite", "quiz_result", "mark_override"])
@pytest.mark.parametrize("verb", ["update {} set rowid = rowid", "delete from {}"], ids=["update", "delete"])
def test_what_is_appended_cannot_be_changed(course, grade, table, verb):
    from grader.records import assignments, desk, handins

    handins.hand_in(course, 1, "optimizers", b"one", filename="a.ipynb")
    grade()
    assignments.override(course, 4, 1, "optimizers", 3, reason="why")
    at = course.now_text()
    desk.append_quiz_result(course, 1, "optimizers", number=1, started_at=at, submitted_at=at, score=1, max_score=2, body={})
    statement = verb.format(table).replace("rowid = rowid", "assignment = assignment" if table not in ("audit",) else "action = action")
    with pytest.raises(sqlite3.IntegrityError, match="only ever appended"), course.machinery() as tx:
        tx.execute(statement)


def test_a_changed_trail_is_noticed(course):
    assert audit.broken_at(course) is None
    course.connection.execute("drop trigger audit_is_appended_1")
    course.connection.execute("update audit set actor = 'nobody' where id = 3")
    assert audit.broken_at(course) == 3


def test_each_write_leaves_one_row_in_the_trail(course):
    before = course.value("select count(*) from audit")
    people.change(course, 4, 1, name="Ada L.")
    row = audit.rows(course, person=1)[0]
    assert course.value("select count(*) from audit") == before + 1
    assert (row["actor"], row["action"], row["data"]) == ("4", "person.change", '{"fields": ["name"]}')
