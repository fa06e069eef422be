"""Prove the bank: languages, keys, feedback, drawn variants, recomputed numbers, formulas that render.

`prove(folder)` is what `allclose check quizzes` shows. A problem makes the check fail; a remark says what could not be looked at.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from webapp.quiz import bank, katex, recompute, types
from webapp.quiz.drawing import Draw
from webapp.quiz.formulas import holds
from webapp.quiz.numeric import Number, crowded, listed
from webapp.quiz.question import Question, Variant, stray_places, texts
from webapp.quiz.words import AnswerError, places

TRIALS = 1000
RECOMPUTED = 100  # variants of which the answer is computed a second way
ENOUGH = 20  # problems of one question: more say nothing new
RARE = 0.05  # each side of a boundary must come up in at least this share of the draws

_HIDDEN = re.compile(r"\$[^$]*\$|`[^`]*`|\[\[[^\]]*\]\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One quiz in the table."""

    quiz: str
    code: str
    questions: int
    types: dict[str, int]
    variants: int
    recomputed: int
    formulas: int


@dataclass(kw_only=True)
class Proof:
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def prove(
    folder: Path, *, trials: int = TRIALS, katex_file: Path | None = None, progress: Callable[[str], None] = lambda name: None
) -> Proof:
    """Everything that is wrong with the quizzes under `folder` (`solutions/quizzes`), and a table of what there is."""
    proof = Proof()
    try:
        quizzes = bank.load(folder)
    except CourseError as error:
        return Proof(problems=list(error.mistakes))
    if not quizzes:
        return Proof(problems=[f"{folder}: no quiz.yaml in any folder."])
    formulas: list[tuple[str, str]] = []
    for quiz in quizzes.values():
        progress(f"quizzes/{quiz.name}")
        drawn = again = count = 0
        for where, text in texts(quiz.title, "title"):
            proof.problems += [f"{quiz.name}: {p}" for p in language_problems(where, text.en, text.ko)]
        for spec in quiz.questions.values():
            one = prove_question(spec, trials=trials)
            proof.problems += [f"{spec.name}: {problem}" for problem in one.problems]
            drawn, again, count = drawn + one.variants, again + one.recomputed, count + len(one.formulas)
            formulas += [(spec.name, formula) for formula in one.formulas]
        kinds = Counter(spec.type for spec in quiz.questions.values())
        row = Row(
            quiz=quiz.name,
            code=quiz.code,
            questions=len(quiz.questions),
            types=dict(kinds),
            variants=drawn,
            recomputed=again,
            formulas=count,
        )
        proof.rows.append(row)
        for what, got, stated in recompute.stated(folder / quiz.name):
            if abs(got - stated) > 1e-6 * max(1e-9, abs(stated)):
                proof.problems.append(f"{quiz.name}: {what}: recomputed {got:.6g}, the text says {stated:.6g}")
    _links(folder, quizzes, proof)
    broken, remark = katex.check(formulas, katex_file)
    proof.problems += broken
    proof.remarks += [remark] if remark else []
    return proof


@dataclass(kw_only=True)
class One:
    """What was found about one question."""

    problems: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    variants: int = 0
    recomputed: int = 0


def prove_question(spec: Question, *, trials: int = TRIALS) -> One:
    """One question by itself: words, its type's own rules, its draws."""
    found = One()
    for where, text in texts(spec):
        found.problems += language_problems(where, text.en, text.ko)
    found.problems += data_problems(spec) + key_problems(spec)
    if spec.difficulty not in (1, 2, 3):
        found.problems.append(f"difficulty is {spec.difficulty}; write 1, 2 or 3")
    if not spec.tags:
        found.problems.append("no concept tag")
    module = types.find(spec.type)
    try:
        own = module.problems(spec)
        found.problems += own
        if not own:
            _draws(spec, module, trials, found)
    except CourseError as error:
        found.problems.append(str(error))
    except Exception as error:  # a course's own trusted.py and recomputed.py can raise anything
        found.problems.append(f"{type(error).__name__}: {error}")
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _draws(spec: Question, module: Any, trials: int, found: One) -> None:
    plan: Draw | None = getattr(spec, "draw", None)
    random_values = plan is not None and bool(plan.values or plan.cases or plan.function)
    sides = {condition: 0 for condition in (plan.sides if plan else [])}
    count = trials if random_values else 1
    seen: set[str] = set()
    for seed in range(count):
        variant = module.generate(spec, random.Random(seed))
        seen.add(repr(sorted(variant.items())))
        for condition in sides:
            sides[condition] += holds(condition, variant["values"])
        wrong = _variant_problems(spec, module, variant)
        if not wrong and seed < RECOMPUTED:
            wrong = recompute.problems(spec, variant)
            found.recomputed += recompute.covers(spec)
        if not wrong and seed < 3:
            found.formulas += katex.formulas(spec, variant)
        found.problems += wrong
        if len(found.problems) > ENOUGH:
            return
    found.variants = len(seen)
    for condition, true in sides.items():
        if count > 1 and not RARE <= true / count <= 1 - RARE:
            found.problems.append(f"side “{condition}” is true in {true} of {count} draws: both sides must come up")


def _variant_problems(spec: Question, module: Any, variant: Variant) -> list[str]:
    """The stated answer is right, the traps are wrong and named, every sentence can be said."""
    found = stray_places(spec, set(variant.get("values", {})) | set(getattr(spec, "settings", {})))
    if found:
        return found
    try:
        answer = module.parse(spec, module.solve(spec, variant))
    except AnswerError as error:
        return [*found, f"the right answer cannot be read: {error}"]
    grade = module.grade(spec, variant, answer)
    if not grade.right:
        found.append(f"the right answer gets {grade.score:.2f} for {variant.get('values')}")
    for key in grade.feedback:
        module.say(spec, variant, key)
    module.explain(spec, variant)
    if spec.type in ("numeric", "parameterised"):
        found += _trap_problems(spec, module, variant)
    return found


def _trap_problems(spec: Any, module: Any, variant: Variant) -> list[str]:
    numbers: list[Number] = spec.numbers
    values = variant["values"]
    found = crowded(numbers, values)
    for number in numbers:
        for trap, value in listed(number, values):
            grade = module.grade(spec, variant, {number.key: value})
            if grade.fields[number.key] > 0 and not trap.close:
                found.append(f"trap {trap.key} = {value:g} is accepted for {values}")
            for key in grade.feedback:
                module.say(spec, variant, key)
    return found


def language_problems(where: str, en: str, ko: str) -> list[str]:
    """Both languages there; Korean in Hangul and different, unless the text is a name, a number or mathematics alone."""
    if not en.strip() or not ko.strip():
        return [f"{where}: English or Korean is missing"]
    found = []
    words = re.findall(r"[A-Za-z]{2,}", _HIDDEN.sub(" ", en))
    if any(word.islower() and word not in ("tanh",) for word in words):
        if not re.search("[가-힣]", _HIDDEN.sub(" ", ko)):
            found.append(f"{where}: the Korean text has no Hangul: {ko[:60]}")
        if en.strip() == ko.strip():
            found.append(f"{where}: English and Korean are the same text")
    for language, text in (("en", en), ("ko", ko)):
        if text.count("$") % 2:
            found.append(f"{where}: an odd number of $ in {language}")
    return found


def data_problems(spec: Question) -> list[str]:
    """Numbers and drawn values of the English stem that the Korean stem lacks."""
    en, ko = spec.stem.en, spec.stem.ko
    missing = (places(en) - places(ko)) | (places(ko) - places(en))
    found = [f"[[{name}]] stands in one language of the stem only" for name in sorted(missing)]
    lacking = set(_NUMBER.findall(_plain(en))) - set(_NUMBER.findall(_plain(ko)))
    return found + [f"the Korean stem lacks the number {number}" for number in sorted(lacking)]


def key_problems(thing: Any, where: str = "") -> list[str]:
    """Keys that stand twice in one list: the marks and the statistics could not tell them apart."""
    found: list[str] = []
    for name in getattr(thing, "__struct_fields__", ()):
        value = getattr(thing, name)
        if isinstance(value, list):
            keys = [one.key for one in value if isinstance(getattr(one, "key", None), str)]
            found += [f"{where}{name}: the key {key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
            for one in value:
                found += key_problems(one, f"{where}{name}.{getattr(one, 'key', '')}.")
    return found


def _plain(text: str) -> str:
    return re.sub(r"\[\[[^\]]*\]\]", " ", text)


def _links(folder: Path, quizzes: dict[str, bank.Quiz], proof: Proof) -> None:
    """Exercises that a question names and the course does not have."""
    known = {path.parent.name for path in folder.parent.glob("*/*/exercise.toml")}
    if not known:
        proof.remarks.append("no exercises in this course: links to exercises were not looked at")
        return
    missing = sorted({name for spec in bank.every(quizzes) for name in spec.exercises} - known)
    if missing:
        proof.remarks.append(f"questions name exercises that this course does not have: {', '.join(missing)}")
