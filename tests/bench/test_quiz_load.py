"""The load bench of quizzes tells what it should: nothing lost here, and a loss where there is one."""

from __future__ import annotations

from pathlib import Path

from grader.records import Records
from tests.bench import quiz_load


def test_a_handful_of_people_lose_nothing() -> None:
    found = quiz_load.run(people_count=4, seconds=2, every=1, within=1)
    assert found["autosave"]["requests"] == 8 and found["submit"]["requests"] == 4
    assert (found["autosave"]["errors"], found["submit"]["errors"]) == (0, 0)
    lost = {name: count for name, count in found["lost"].items() if count}
    assert lost == {"acknowledged": 8, "submitted": 4}


def test_an_answer_that_is_not_in_the_records_is_counted(tmp_path: Path) -> None:
    (client,) = quiz_load.set_up(tmp_path, 1)
    client.told = [(1, {"answer": ["1"]})]
    client.submitted, client.latest = True, {}
    found = quiz_load.lost(tmp_path, [client])
    assert (found["missing"], found["not_ended"], found["without_result"]) == (1, 1, 1)
    with Records(tmp_path / "var") as records, records.machinery() as tx:
        sql = "insert into attempt_answer (id, attempt, position, form, state, saved_at) values (1, ?, 1, ?, 'saved', ?)"
        tx.execute(sql, [client.attempt, '{"answer": ["2"]}', tx.now])
    assert quiz_load.lost(tmp_path, [client])["different"] == 1
