"""Every refusal that a page can show has its Korean: the sentences are read out of the source."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from grader.feedback.refusals import DOCTOR, MARKS, PEOPLE, UPLOADS, known, korean

ROOT = Path(__file__).parents[2]
RAISERS = {"SubmissionError", "Refused", "CourseError"}
MODULES = [
    *("grader.notebooks.containers", "grader.inside.reading", "grader.judge.handin"),
    *("grader.records.handins", "grader.records.desk", "grader.records.people", "grader.records.roster", "grader.records.sheets"),
    *("grader.records.privacy", "grader.records.exchange", "grader.records.regrade", "grader.records.by_hand", "grader.records.waiting"),
]


def text_of(node: ast.expr, module: object) -> str | None:
    """The sentence with a token in each place; None if it is not written here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and isinstance(getattr(module, node.id, None), str):
        return getattr(module, node.id)
    if isinstance(node, ast.JoinedStr):
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            else:
                known_value = text_of(part.value, module) if isinstance(part.value, ast.Name) else None
                parts.append(known_value or "⟦x⟧")
        return "".join(parts)
    return None


def sentences():
    for name in MODULES:
        module = importlib.import_module(name)
        for node in ast.walk(ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISERS:
                for argument in node.args[-1:]:
                    if (text := text_of(argument, module)) and " " in text:
                        yield pytest.param(text, id=f"{name}:{node.lineno}")


@pytest.mark.parametrize("text", list(sentences()))
def test_every_refusal_in_the_source_has_its_korean(text):
    for shape in (text, text.replace("number⟦x⟧", "number of 1 or more"), text.replace("number⟦x⟧", "number, not negative")):
        if known(shape):
            assert re.search("[가-힣]", korean(shape))
            assert korean(shape).count("⟦x⟧") == shape.count("⟦x⟧")
            return
    raise AssertionError(f"no Korean for: {text}")


@pytest.mark.parametrize("english", [*UPLOADS, *PEOPLE, *DOCTOR, *MARKS])
def test_no_sentence_is_taken_for_another(english):
    values = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", english)}
    assert korean(english.format(**values)) == (UPLOADS | PEOPLE | DOCTOR | MARKS)[english].format(**values)


OWNER = "only their owner can enter ⟦x⟧"  # how both sentences of the doctor about files begin


def findings():
    """What the doctor can say, and how it is mended; commands and versions alone have no words."""
    module = importlib.import_module("grader.cli.doctor")
    for node in ast.walk(ast.parse((ROOT / "grader/cli/doctor.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            for argument in node.args[2:]:
                choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                for text in (text_of(choice, module) for choice in choices):
                    text = (text or "").replace("⟦x⟧; as root", f"{OWNER}; as root").replace("⟦x⟧ (a umask", f"{OWNER} (a umask")
                    if re.search("[a-z]", text.replace("⟦x⟧", "")) and not re.match("(sudo|make|pip|chmod|allclose) ", text):
                        yield pytest.param(text, id=f"{node.lineno}: {text[:30]}")


@pytest.mark.parametrize("text", list(findings()))
def test_the_doctor_speaks_korean_too(text):
    assert known(text)
    assert korean(text).count("⟦x⟧") == text.count("⟦x⟧")


def test_what_is_not_known_stays_as_it_is():
    assert korean("Something new.") == "Something new."
