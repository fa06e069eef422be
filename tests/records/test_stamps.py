"""A person's stamp is another one after every write that their pages may tell of, whoever writes."""

from __future__ import annotations

import importlib
import sqlite3

import pytest

from grader.records import Records, assignments, desk, handins, notices, people, schema, stamps

STEPS = [importlib.import_module(f"grader.records.schema.{name}") for name in schema.steps()]
OWN = {table: whose for step in STEPS for table, whose in getattr(step, "OWN", {}).items()}
EVERYBODYS = [table for step in STEPS for table in getattr(step, "EVERYBODYS", ())]
NOBODYS = [table for step in STEPS for table in getattr(step, "NOBODYS", ())]


def of(records: Records) -> dict[str, tuple[int, ...]]:
    return {"Ada": stamps.of(records, 1), "Bo": stamps.of(records, 2), "nobody": stamps.of(records, 999)}


def renewed(records: Records, before: dict[str, tuple[int, ...]]) -> set[str]:
    return {name for name, stamp in of(records).items() if stamp != before[name]}


def test_every_table_says_whose_pages_tell_of_it(records):
    sql = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_sqlite_%'"
    groups = [*OWN, *EVERYBODYS, *NOBODYS]
    assert sorted(row["name"] for row in records.rows(sql)) == sorted(groups)


@pytest.fixture
def loose(records: Records) -> Records:
    """Ada and Bo, something of Bo's to hang rows on, and tables that take any value."""
    for name in ("Ada", "Bo"):
        people.add(records, "test", name=name)
    records.connection.execute("pragma foreign_keys = off")
    records.connection.execute("pragma ignore_check_constraints = on")
    for table in ("handin", "attempt", "request"):
        records.connection.execute(*_row(records, table, {"id": 1 if table == "request" else table}))
    return records


def _row(records: Records, table: str, fixed: dict[str, object]) -> tuple[str, list[object]]:
    """A statement that puts a row of Bo's into the table."""
    bos = {"person": 2, "handin": "handin", "attempt": "attempt", "request": 1}
    values: dict[str, object] = {}
    for column in records.rows(f"pragma table_info({table})"):
        if column["name"] in fixed:
            values[column["name"]] = fixed[column["name"]]
        elif column["name"] in bos and column["name"] != table:
            values[column["name"]] = bos[column["name"]]
        elif column["notnull"] or (column["pk"] and column["type"] == "text"):
            values[column["name"]] = "{}" if column["type"] == "text" else 1
    return f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})", list(values.values())


@pytest.mark.parametrize("table", [*OWN, *EVERYBODYS])
def test_a_row_that_comes_changes_or_goes_renews_the_stamp_of_whose_it_is(loose, table):
    connection = loose.connection
    concerned = {"Ada", "Bo", "nobody"} if table in EVERYBODYS else {"Bo"}
    before = of(loose)
    if table != "person":
        connection.execute(*_row(loose, table, {"number": 2}))
        assert renewed(loose, before) == concerned
    column = "state" if table == "person" else loose.rows(f"pragma table_info({table})")[-1]["name"]
    where = " where id = 2" if table == "person" else " where person = 2" if OWN.get(table) == "{row}.person" else ""
    tried = 0
    for statement in (f"update {table} set {column} = {column}{where}", f"delete from {table}{where}"):
        before = of(loose)
        try:
            connection.execute(statement)
        except sqlite3.IntegrityError as error:
            assert "only ever appended" in str(error) or "ends once" in str(error)
            continue
        assert renewed(loose, before) == concerned, statement
        tried += 1
    assert tried or table in ("handin", "report", "mark_override", "quiz_result", "suite", "attempt_answer", "attempt_mark", "attempt_end")


def test_a_row_of_nobody_known_is_everybodys(loose):
    before = of(loose)
    loose.connection.execute("insert into withdrawal (handin, by, at) values ('unknown', 'test', 'now')")
    assert renewed(loose, before) == {"Ada", "Bo", "nobody"}


ACTIONS = [
    (lambda r: handins.hand_in(r, 2, "optimizers", b"{}", filename="a.ipynb"), {"Bo"}),
    (lambda r: assignments.override(r, 4, 2, "optimizers", 3, reason="oral"), {"Bo"}),
    (lambda r: assignments.extend(r, 4, ["optimizers"], people=[2], minutes=60, reason="ill"), {"Bo"}),
    (lambda r: assignments.extend(r, 4, ["optimizers"], section="Mon", minutes=60, reason="outage"), {"Ada", "Bo", "nobody"}),
    (lambda r: assignments.set_setting(r, 4, "policy", {}), {"Ada", "Bo", "nobody"}),
    (lambda r: assignments.release_marks(r, 4, "optimizers"), {"Ada", "Bo", "nobody"}),
    (lambda r: people.change(r, 4, 4, name="Ivo L."), {"Ada", "Bo", "nobody"}),  # what he signs is on everybody's pages
    (lambda r: people.change(r, 4, 2, zone="Asia/Seoul"), {"Bo"}),
    (lambda r: desk.ask(r, 2, "extension", "optimizers", "please"), {"Bo"}),
    (lambda r: people.too_often(r, "login", limit=8, seconds=600), set()),
]


@pytest.mark.parametrize(("act", "concerned"), ACTIONS, ids=range(len(ACTIONS)))
def test_what_is_done_renews_the_stamps_of_those_whom_it_concerns(course, act, concerned):
    before = of(course)
    act(course)
    assert renewed(course, before) == concerned


def test_a_statement_that_ignores_rows_which_are_there_renews_the_stamp_all_the_same(course):
    """SQLite hands the `or ignore` of a statement on to what its triggers do."""
    made = handins.hand_in(course, 2, "optimizers", b"{}", filename="a.ipynb")
    before = of(course)
    handins.withdraw(course, 2, made.id)
    assert renewed(course, before) == {"Bo"}


def test_another_connections_write_is_seen_at_once_and_one_that_is_undone_never(course, clock):
    before = of(course)
    with Records(course.var, now=clock) as other:
        with pytest.raises(RuntimeError), other.machinery() as tx:
            notices.put(tx, 2, "message", subject="test")
            raise RuntimeError
        assert renewed(course, before) == set()
        with other.machinery() as tx:
            notices.put(tx, 2, "message", subject="test")
    assert renewed(course, before) == {"Bo"}
