"""Stamps: a number per person, and one for everybody (person 0), that is another one after every write that their pages may tell of.

Triggers set them, so they hold whoever writes, from whatever process. Who cannot be told from a row is everybody.
A later step that adds tables says the same of them: `OWN`, `EVERYBODYS`, `NOBODYS`, and `triggers` in its SQL; a test asks for it.
"""

from collections.abc import Iterable, Mapping

OWN = {
    "person": "{row}.id",
    "enrolment": "{row}.person",
    "handin": "{row}.person",
    "choice": "{row}.person",
    "job": "{row}.person",
    "report": "{row}.person",
    "mark_override": "{row}.person",
    "excuse": "{row}.person",
    "extension": "{row}.person",  # null: a section's, or everybody's
    "request": "{row}.person",
    "notice": "{row}.person",
    "quiz_result": "{row}.person",
    "attempt": "{row}.person",
    "withdrawal": "(select person from handin where id = {row}.handin)",
    "manual_mark": "(select person from handin where id = {row}.handin)",
    "comment": "(select person from handin where id = {row}.handin)",
    "request_message": "(select person from request where id = {row}.request)",
    "attempt_question": "(select person from attempt where id = {row}.attempt)",
    "attempt_answer": "(select person from attempt where id = {row}.attempt)",
    "attempt_end": "(select person from attempt where id = {row}.attempt)",
    "attempt_time": "(select person from attempt where id = {row}.attempt)",
    "attempt_mark": "(select person from attempt where id = {row}.attempt)",
}
EVERYBODYS = ("section", "setting", "suite", "assignment", "regrade", "review", "rubric", "exercise_mark", "quiz", "quiz_regrade")
# Doors, machinery, the trail, texts that never change, and what only staff reads: no page of a student tells of them.
NOBODYS = ("identity", "token", "throttle", "audit", "erasing", "signing_key", "similarity", "quiz_text", "stamp")

ROWS = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def triggers(own: Mapping[str, str], everybodys: Iterable[str]) -> str:
    """Return the triggers for tables of a step: this one, or a later one that adds tables."""
    owners = {**own, **dict.fromkeys(everybodys, "0")}
    return "\n".join(
        _trigger(f"{table}_{verb}", f"{verb} on {table}", sorted({whose.format(row=row) for row in rows}))
        for table, whose in owners.items()
        for verb, rows in ROWS.items()
    )


def _trigger(name: str, event: str, whose: Iterable[str]) -> str:
    renew = "insert into stamp (person, mark) values (ifnull({}, 0), random()) on conflict (person) do update set mark = excluded.mark;"
    body = "\n".join(f"    {renew.format(one)}" for one in whose)
    return f"create trigger stamp_{name} after {event} begin\n{body}\nend;\n"


SQL = f"""
create table stamp (
    person  integer primary key,
    mark    integer not null
);

{triggers(OWN, EVERYBODYS)}
{_trigger("person_name", "update of name on person", ["0"])}
"""  # staff's names stand under what everybody reads
