"""A report survives JSON, and its total is the core's with a capped bonus for extensions."""

import json

from hypothesis import given
from hypothesis import strategies as st

from grader.judge.report import CheckResult, Diagnosis, ExerciseResult, Report, total


def result(kind, score, maximum):
    return ExerciseResult(id="x", title={"en": "X", "ko": "엑스"}, score=score, max_score=maximum, status="partial", kind=kind)


def test_extensions_add_at_most_a_fifth_of_the_core():
    assert total([result("core", 30, 30), result("extension", 26, 26)]) == (36, 30)
    assert total([result("core", 10, 30), result("extension", 2, 26)]) == (12, 30)
    assert total([result("core", 30, 30), result("extension", 0, 26)]) == (30, 30)


def test_a_lab_of_extensions_alone_counts_them():
    assert total([result("extension", 3, 5)]) == (3, 5)


@given(st.lists(st.tuples(st.sampled_from(["core", "extension"]), st.floats(0, 10), st.floats(0, 5)), max_size=8))
def test_the_total_stays_within_its_bounds(rows):
    score, maximum = total([result(kind, part, part + rest) for kind, part, rest in rows])
    assert 0 <= score <= 1.2 * maximum + 1e-3


def test_a_report_survives_json():
    check = CheckResult(
        id="c",
        title={"en": "C", "ko": "시"},
        kind="value",
        status="failed",
        points=0,
        max_points=1,
        tags=("a",),
        finding={"kind": "nothing"},
    )
    exercise = ExerciseResult(
        id="x",
        title={"en": "X", "ko": "엑스"},
        score=0,
        max_score=1,
        status="failed",
        checks=(check,),
        diagnosis=(Diagnosis(id="d", message={"en": "D", "ko": "디"}, source="wrong"),),
        flags=({"kind": "forbidden", "name": "torch.ops"},),
    )
    report = Report(
        submission="s", assignment="a", score=0, max_score=1, exercises=(exercise,), warnings=({"kind": "moved", "exercise": "x"},)
    )
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report
