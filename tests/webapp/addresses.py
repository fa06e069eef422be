"""One address for each page that a person can open, found from the app's own routes and the course's own rows: new pages come along by themselves."""

from __future__ import annotations

import heapq
import re
from itertools import product
from typing import Any

from flask import Flask

from grader.records import Records, people
from tests.webapp.term import BANK, LAB, OPEN_QUIZ, QUIZ, Term
from webapp import accounts

TRIES = 150  # combinations of values for the arguments of one address, the likeliest first
FIRST = {
    "lab": [LAB],
    "language": ["en"],
    "purpose": ["invite"],
    "form": ["moodle"],
    "exercise": ["opt-adam"],
    "name": ["bc", "BV1", "marks", "spread"],
}


def pages(app: Flask, term: Term, who: str | None) -> tuple[dict[str, str], list[str]]:
    """HTML pages by endpoint, and endpoints that this person may use and for which no address was found that answers."""
    records: Records = app.extensions["records"]
    client = app.test_client()
    role = None
    if who is not None:
        person = people.get(records, term.person[who])
        role = person.role
        with client.session_transaction() as session:
            session["_user_id"] = f"{person.id}.{person.session}"
    values = _values(records, term, who)
    found: dict[str, str] = {}
    silent = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        allowed = accounts.roles_of(app.view_functions[rule.endpoint]) if rule.endpoint != "static" else ()
        if "GET" not in (rule.methods or ()) or not (allowed is None or role in allowed):
            continue
        kinds = (
            {_try(client, path, found, rule.endpoint) for path in _addresses(rule.rule, values)} if rule.endpoint not in found else {"page"}
        )
        if not kinds & {"page", "file"}:
            silent.append(rule.endpoint)
    return found, silent


def _try(client: Any, path: str, found: dict[str, str], endpoint: str) -> str:
    if endpoint in found:
        return "page"
    with client.get(path, headers={"Accept": "text/html"}) as answer:
        if answer.status_code != 200:
            return "nothing"
        download = answer.headers.get("Content-Disposition", "").startswith("attachment")
        if download or answer.mimetype != "text/html" or "<html" not in answer.text:
            return "file"  # or a part of a page that a script asks for
        found[endpoint] = path
        return "page"


def _addresses(rule: str, values: dict[str, list[str]]) -> Any:
    names = re.findall(r"<(?:[^<>]*:)?(\w+)>", rule)
    pools = [values.get(name) or [*FIRST.get(name, []), *values["number" if f"int:{name}>" in rule else "text"]] for name in names]
    places = product(*(range(len(pool)) for pool in pools))
    for chosen in heapq.nsmallest(TRIES, places, key=sum):  # what belongs to the person stands at the front of each pool
        path = rule
        for value in (pool[place] for pool, place in zip(pools, chosen, strict=True)):
            path = re.sub(r"<[^<>]*>", lambda _found, value=value: value, path, count=1)
        yield path


def _values(records: Records, term: Term, who: str | None) -> dict[str, list[str]]:
    """The keys of a few rows of each table, the person's own things first."""
    own = term.ids.get(who or "", []) or term.ids["ada"]
    texts, numbers = [LAB, *own[::-1], QUIZ, OPEN_QUIZ, BANK, "BV1", "opt-adam"], ["1", *map(str, term.person.values())]
    for (table,) in map(tuple, records.rows("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")):
        for column, kind, key in map(tuple, records.rows(f"select name, type, pk from pragma_table_info('{table}')")):
            if key and kind.lower() in ("text", "integer"):
                keys = [str(row[0]) for row in records.rows(f"select distinct {column} from {table} limit 4")]
                (texts if kind.lower() == "text" else numbers).extend(keys)
    numbers = list(dict.fromkeys(numbers))
    graded = [ids[3] for ids in term.ids.values()]
    return {"left": graded, "right": graded[::-1], "text": list(dict.fromkeys([*texts, *numbers])), "number": numbers}
