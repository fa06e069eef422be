"""The small common language of quiz formats: what Moodle, GIFT and QTI can all say, and how our questions become it.

Theory of operation. A question of ours is lowered to one or more `Plain` questions: choices, numbers, pairs, orders, words.
What the other side cannot compute is drawn a few times and exported as fixed variants; a question with two number fields
becomes two questions. Figures, formulas and code traces are left out and named with the reason. Both languages stand in one
text as Moodle's multilang spans, or one is chosen.
"""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass, field
from typing import Any

from grader.errors import CourseError
from webapp.quiz import types
from webapp.quiz.formulas import compute
from webapp.quiz.numeric import listed
from webapp.quiz.question import Question, stem
from webapp.quiz.words import Text, fill

VARIANTS = 3


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An option, a value, a pair, an item or a word. `share` is 1 for right, 0 for wrong, negative where wrong takes away."""

    key: str
    text: Text
    share: float
    why: Text | None = None
    match: Text | None = None
    tolerance: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A question any quiz system understands. `kind` is single, multiple, numeric, matching, ordering or short_text."""

    kind: str
    name: str
    stem: Text
    answers: tuple[Answer, ...]
    explain: Text
    tags: tuple[str, ...] = ()


LeftOut = tuple[str, Text]  # a question's name, and why it cannot go to the other side


class Unreadable(CourseError):
    """The file to import cannot be read at all; says so in both languages."""

    def __init__(self, en: str, ko: str) -> None:
        super().__init__(en)
        self.text = Text(en=en, ko=ko)


@dataclass(kw_only=True)
class Lowered:
    questions: list[Plain] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


_REASONS = {
    "formula": Text(en="the other side cannot compare formulas", ko="다른 시스템은 식을 비교하지 못해요"),
    "figure": Text(en="answered by moving a figure of ours", ko="이 시스템의 그림을 움직여 답하는 문제예요"),
    "code_trace": Text(en="computed by an exercise's reference", ko="실습의 기준 코드로 계산하는 문제예요"),
    "vector": Text(en="the other side has no vectors", ko="다른 시스템에는 벡터 문제가 없어요"),
}


def lower(specs: list[Question], *, seed: int = 0) -> Lowered:
    """All questions as plain ones, and those that were left out with the reason."""
    done = Lowered()
    for spec in specs:
        if spec.type in _REASONS:
            done.left_out.append((spec.name, _REASONS[spec.type]))
        else:
            done.questions += _lower(spec, seed)
    return done


def _lower(spec: Any, seed: int) -> list[Plain]:
    if spec.type in ("numeric", "parameterised"):
        return _numbers(spec, seed)
    answers: tuple[Answer, ...]
    if spec.type == "single":
        answers = tuple(Answer(key=o.key, text=o.text, share=float(o.right), why=o.why) for o in spec.options)
    elif spec.type == "multiple":
        right = sum(o.right for o in spec.options)
        wrong = len(spec.options) - right
        answers = tuple(Answer(key=o.key, text=o.text, share=1 / right if o.right else -1 / wrong, why=o.why) for o in spec.options)
    elif spec.type == "matching":
        target = {t.key: t.text for t in spec.targets}
        used = {p.target for p in spec.pairs}
        answers = tuple(Answer(key=p.key, text=p.text, share=1.0, match=target[p.target]) for p in spec.pairs)
        answers += tuple(Answer(key=key, text=Text(en="", ko=""), share=0.0, match=text) for key, text in target.items() if key not in used)
    elif spec.type == "ordering":
        answers = tuple(Answer(key=item.key, text=item.text, share=1.0) for item in spec.items)
    else:
        answers = tuple(Answer(key=f"accept-{n}", text=Text(en=p, ko=p), share=1.0) for n, p in enumerate(spec.accept))
        answers += tuple(Answer(key=near.key, text=Text(en=p, ko=p), share=0.0, why=near.why) for near in spec.near for p in near.patterns)
    return [Plain(kind=spec.type, name=spec.name, stem=spec.stem, answers=answers, explain=spec.explain, tags=tuple(spec.tags))]


def _numbers(spec: Any, seed: int) -> list[Plain]:
    module = types.find(spec.type)
    found: list[Plain] = []
    seen: set[str] = set()
    for draw in range(VARIANTS if spec.type == "parameterised" else 1):
        variant = module.generate(spec, random.Random(seed + draw))
        values = variant["values"]
        if repr(values) in seen:
            continue
        seen.add(repr(values))
        for number in spec.numbers:
            right = compute(number.answer, values)
            answers = [Answer(key="right", text=_value(right), share=1.0, tolerance=_short(number.tolerance.width(right)))]
            for place, also in enumerate(number.accept):
                answers.append(Answer(key=f"accepted-{place}", text=_value(compute(also.value, values)), share=1.0, why=also.why))
            for trap, value in listed(number, values):
                reach = 0.0 if number.tolerance.exact else min(0.005 * abs(value), abs(value - right) / 3)
                answers.append(Answer(key=trap.key, text=_value(value), share=0.0, why=fill(trap.why, values), tolerance=_short(reach)))
            name = (
                spec.name + (f"#{draw + 1}" if spec.type == "parameterised" else "") + (f".{number.key}" if len(spec.numbers) > 1 else "")
            )
            asked = stem(spec, variant)
            if number.label is not None and len(spec.numbers) > 1:
                asked = Text(en=f"{asked.en}\n\n**{number.label.en}**", ko=f"{asked.ko}\n\n**{number.label.ko}**")
            explain = module.explain(spec, variant)
            found.append(Plain(kind="numeric", name=name, stem=asked, answers=tuple(answers), explain=explain, tags=tuple(spec.tags)))
    return found


def _short(value: float) -> float:
    return float(f"{value:.10g}")


def _value(value: float) -> Text:
    return Text(en=f"{value:.10g}", ko=f"{value:.10g}")


_SPAN = re.compile(r'<span lang="(en|ko)" class="multilang">(.*?)</span>', re.DOTALL)


def one_text(text: Text, language: str = "both") -> str:
    """The text in one language, or both as multilang spans (once, if they are equal)."""
    if language != "both":
        return text.in_(language)
    if text.en == text.ko:
        return text.en
    return f'<span lang="en" class="multilang">{text.en}</span><span lang="ko" class="multilang">{text.ko}</span>'


def two_texts(text: str) -> Text:
    """The reverse: spans become two languages, anything else stands for both."""
    found = dict(_SPAN.findall(text))
    if {"en", "ko"} <= set(found):
        return Text(en=found["en"].strip(), ko=found["ko"].strip())
    return Text(en=text.strip(), ko=text.strip())


_MATH = re.compile(r"\$([^$]+)\$")


def as_html(markdown: str) -> str:
    r"""Our Markdown as simple HTML: escaped, `$…$` as `\(…\)`, bold, italics, code and paragraphs."""
    parts: list[str] = []
    for place, piece in enumerate(_MATH.split(markdown)):
        if place % 2:
            parts.append(r"\(" + html.escape(piece, quote=False) + r"\)")
        else:
            safe = html.escape(piece, quote=False)
            safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
            safe = re.sub(r"(?<!\*)\*([^*\n]+)\*(?!\*)", r"<em>\1</em>", safe)
            parts.append(re.sub(r"`([^`]+)`", r"<code>\1</code>", safe))
    text = "".join(parts)
    return "".join(f"<p>{p.strip()}</p>" for p in text.split("\n\n") if p.strip()) if "\n\n" in text else text


def as_markdown(text: str) -> str:
    r"""The reverse of `as_html`, for what we import: formulas, emphasis, paragraphs; other tags are dropped."""
    text = re.sub(r"\\\((.+?)\\\)", lambda m: f"${m[1]}$", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:strong|b)>", "**", text)
    text = re.sub(r"</?(?:em|i)>", "*", text)
    text = re.sub(r"</?code>", "`", text)
    text = re.sub(r"<(?:/p|br\s*/?)>", "\n\n", text)
    text = re.sub(r"<(?!span|/span)[^>]*>", "", text)
    return html.unescape(re.sub(r"\n{3,}", "\n\n", text)).strip()
