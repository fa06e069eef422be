"""`allclose check quizzes`: every rule has a quiz that breaks it, and the line says which question and what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from grader.cli import group
from webapp.quiz import katex

T = {"en": "a text", "ko": "글"}
OPTIONS = [
    {"key": key, "text": {"en": f"text {key}", "ko": f"글 {key}"}, **({"right": True} if key == "a" else {"why": T})} for key in "abc"
]
SINGLE: dict[str, Any] = {"type": "single", "stem": T, "explain": T, "difficulty": 1, "tags": ["t"], "options": OPTIONS}
DRAWN: dict[str, Any] = {
    "type": "parameterised",
    "stem": {"en": "how much is [[n]] times 2?", "ko": "[[n]]의 2배는?"},
    "explain": T,
    "difficulty": 1,
    "tags": ["t"],
    "draw": {"values": {"n": [3, 4, 5, 8]}, "sides": ["n > 4"]},
    "numbers": [{"answer": "2*n", "traps": [{"key": "square", "value": "n*n", "why": T}]}],
}


def check(course: Path, *more: str, single: dict[str, Any] | None = None, drawn: dict[str, Any] | None = None) -> Result:
    """The verdict on a quiz of two questions, each changed as said."""
    folder = course / "solutions" / "quizzes" / "sums"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recomputed.py").write_text("def D(values):\n    return values['n'] + values['n']\n", encoding="utf-8")
    opening = {"title": T, "about": T, "code": "QZ-S", "questions": ["S", "D"]}
    for name, data in (("quiz", opening), ("S", {**SINGLE, **(single or {})}), ("D", {**DRAWN, **(drawn or {})})):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True), encoding="utf-8")
    return CliRunner().invoke(group, ["check", "quizzes", "--course", str(course), *more])


def test_a_bank_that_keeps_every_rule_passes_and_says_what_was_looked_at(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.exit_code == 0, done.output
    assert "2 questions in 1 quizzes, 0 problems." in done.output


def numbers(**changed: Any) -> dict[str, Any]:
    return {"numbers": [{**DRAWN["numbers"][0], **changed}]}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"single": {"colour": "red"}}, "S.yaml: Object contains unknown field"),
        ({"single": {"difficulty": 7}}, "sums/S: difficulty is 7"),
        ({"single": {"stem": {"en": "a text", "ko": ""}}}, "sums/S: stem: English or Korean is missing"),
        ({"single": {"stem": {"en": "a text", "ko": "a text"}}}, "sums/S: stem: the Korean text has no Hangul"),
        ({"single": {"options": [*OPTIONS, OPTIONS[1]]}}, "the key b stands twice"),
        ({"single": {"options": [{k: v for k, v in o.items() if k != "why"} for o in OPTIONS]}}, "option b is wrong but has no feedback"),
        ({"single": {"options": [{**o, "right": True} for o in OPTIONS]}}, "3 options are right"),
        ({"single": {"explain": {"en": r"so $\frac{1}$", "ko": r"그래서 $\frac{1}$"}}}, "does not"),
        ({"single": {"explain": {"en": r"so $\nosuch$", "ko": r"그래서 $\nosuch$"}}}, "does not"),
        ({"drawn": numbers(answer="2*n+0.5")}, "recomputed 6, stated 6.5"),
        ({"drawn": numbers(traps=[{"key": "t", "value": "n+n", "why": T}])}, "trap t"),
        ({"drawn": {"draw": {"values": {"n": [3, 4, 5, 8]}, "sides": ["n > 9"]}}}, "side “n > 9” is true in 0 of"),
        ({"drawn": {"draw": {"values": {"n": [5, 8]}, "sides": ["n > 4"]}}}, "both sides must come up"),
        ({"drawn": {"stem": {"en": "how much is [[m]]?", "ko": "[[m]]은?"}}}, "[[m]]"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_broken_rule_is_named_with_its_question(tmp_path: Path, changed: dict[str, Any], says: str) -> None:
    done = check(tmp_path, **changed)
    assert done.exit_code == 1
    assert says in done.output, done.output


def test_a_stated_number_without_a_second_computation_is_a_problem(tmp_path: Path) -> None:
    check(tmp_path)
    (tmp_path / "solutions" / "quizzes" / "sums" / "recomputed.py").unlink()
    done = CliRunner().invoke(group, ["check", "quizzes", "--course", str(tmp_path)])
    assert done.exit_code == 1 and "sums/D: no function D in recomputed.py" in done.output


def test_an_error_in_the_authors_own_python_is_a_problem_of_its_question(tmp_path: Path) -> None:
    check(tmp_path)
    (tmp_path / "solutions" / "quizzes" / "sums" / "recomputed.py").write_text("def D(values):\n    return values['m']\n", encoding="utf-8")
    done = CliRunner().invoke(group, ["check", "quizzes", "--course", str(tmp_path)])
    assert done.exit_code == 1 and "sums/D: KeyError: 'm'" in done.output


def test_each_parameterised_question_is_drawn_a_thousand_times_unless_one_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "solutions" / "quizzes" / "sums").mkdir(parents=True)
    trusted = tmp_path / "solutions" / "quizzes" / "sums" / "trusted.py"
    trusted.write_text("def pick(rng, values):\n    return {'n': rng.randrange(10**9)}\n", encoding="utf-8")
    drawn = {"draw": {"function": "pick"}, "numbers": [{"answer": "2*n", "tolerance": {"exact": True}}]}
    for more, count in (((), 1000), (("--draws", "40"), 40)):
        done = check(tmp_path, "--json", *more, drawn=drawn)
        found = json.loads(done.stdout)["quizzes"]
        assert (found["problems"], found["rows"][0]["variants"]) == ([], count + 1)


def test_a_course_without_quizzes_says_where_they_would_be(tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["check", "quizzes", "--course", str(tmp_path)])
    assert done.exit_code == 1 and "no quiz.yaml in any folder" in done.output


def test_a_list_that_names_a_question_twice_is_refused(tmp_path: Path) -> None:
    check(tmp_path)
    path = tmp_path / "solutions" / "quizzes" / "sums" / "quiz.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- S", "- S\n- S"), encoding="utf-8")
    done = CliRunner().invoke(group, ["check", "quizzes", "--course", str(tmp_path)])
    assert done.exit_code == 1 and "lists S twice" in done.output


@pytest.mark.parametrize("formula", [r"\foo{x}", r"\frac{1", "x_", r"\left( x", "x}{", "a^b^c", r"\begin{matrix}1&2"])
def test_without_node_the_mathml_converter_finds_formulas_that_do_not_render(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    problems, remark = katex.check([("q/1", formula), ("q/2", "x^2")])
    assert len(problems) == 1 and problems[0].startswith("q/1: formula")
    assert remark == "formulas were rendered as MathML only, not by KaTeX: node is not installed"
