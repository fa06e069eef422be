r"""GIFT, both ways: choices, numbers, words and pairs (GIFT has no orders).

A backslash before `~ = # { } : \` takes the sign as it is, and `\n` is a new line. Formulas are full of all of these,
so everything is escaped on the way out and put out of reach of the grammar on the way in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.quiz.interop.neutral import Answer, LeftOut, Plain, Unreadable, as_html, as_markdown, one_text, two_texts
from webapp.quiz.words import Text

_SPECIAL = "\\~=#{}:"
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(_SPECIAL)} | {"n": chr(0xE000 + len(_SPECIAL))}
_SHOWN = {hidden: ("\n" if sign == "n" else sign) for sign, hidden in _HIDDEN.items()}
LARGEST = 5_000_000


def write(questions: Sequence[Plain], *, language: str = "both") -> tuple[str, list[LeftOut]]:
    """The questions as a GIFT file, and those that GIFT cannot say with the reason."""
    blocks: list[str] = []
    left_out: list[LeftOut] = []
    for question in questions:
        if question.kind == "ordering":
            left_out.append((question.name, Text(en="GIFT has no ordering questions", ko="GIFT에는 순서 문제가 없어요")))
            continue
        tags = f"// [id:{question.name}]" + "".join(f" [tag:{tag}]" for tag in question.tags)
        body = "\n".join(f"  {line}" for line in _answers(question, language))
        opening = "{#" if question.kind == "numeric" else "{"
        explain = f"\n  ####{_safe(question.explain, language)}" if question.explain.en else ""
        blocks.append(f"{tags}\n::{_escape(question.name)}::[html]{_safe(question.stem, language)} {opening}\n{body}{explain}\n}}")
    return "\n\n".join(blocks) + "\n", left_out


def _escape(text: str) -> str:
    escaped = re.sub(r"([\\~=#{}:])", r"\\\1", text)
    return escaped.replace("\n", "\\n")


def _safe(text: Text, language: str) -> str:
    return _escape(one_text(Text(en=as_html(text.en), ko=as_html(text.ko)), language))


def _answers(question: Plain, language: str) -> list[str]:
    lines = []
    for answer in question.answers:
        why = f"#{_safe(answer.why, language)}" if answer.why else ""
        if question.kind == "matching":
            left = _safe(answer.text, language) if answer.text.en else ""
            lines.append(f"={left} -> {_safe(answer.match or answer.text, language)}")
        elif question.kind == "numeric":
            weight = "" if answer.share == 1 else f"%{100 * answer.share:.7g}%"
            lines.append(f"={weight}{answer.text.en}:{answer.tolerance:.10g}{why}")
        elif question.kind == "single":
            lines.append(f"{'=' if answer.share == 1 else '~'}{_safe(answer.text, language)}{why}")
        elif question.kind == "multiple":
            lines.append(f"~%{100 * answer.share:.7g}%{_safe(answer.text, language)}{why}")
        else:
            weight = "" if answer.share == 1 else f"%{100 * answer.share:.7g}%"
            lines.append(f"={weight}{_escape(answer.text.en)}{why}")
    return lines


def _hide(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:n])", lambda match: _HIDDEN[match[1]], text)


def _show(text: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in text).strip()


def _text(raw: str) -> Text:
    both = two_texts(_show(re.sub(r"^\[(?:html|markdown|moodle|plain)\]", "", raw.strip())))
    return Text(en=as_markdown(both.en), ko=as_markdown(both.ko))


_BLOCK = re.compile(r"(?:::(?P<name>.*?)::)?(?P<stem>[^{}]*)\{(?P<answers>[^{}]*)\}", re.DOTALL)


def read(text: str) -> tuple[list[Plain], list[LeftOut]]:
    """Questions of a GIFT file, and those of types we do not have with the reason."""
    if len(text) > LARGEST:
        raise Unreadable(
            f"The file has {len(text)} characters; {LARGEST} are allowed. Split it.",
            f"파일이 {len(text)}자예요. {LARGEST}자까지 읽을 수 있으니 나눠 주세요.",
        )
    found: list[Plain] = []
    left_out: list[LeftOut] = []
    for number, block in enumerate(re.split(r"\n\s*\n", text.replace("\r\n", "\n")), 1):
        tags = tuple(re.findall(r"^//.*", block, re.MULTILINE) and re.findall(r"\[tag:([^\]]*)\]", block))
        bare = "\n".join(line for line in block.split("\n") if not line.lstrip().startswith("//") and not line.startswith("$CATEGORY"))
        match = _BLOCK.search(_hide(bare))
        if not bare.strip():
            continue
        if match is None:
            left_out.append((f"block {number}", Text(en="no { … } with answers", ko="답을 적은 { … }이 없어요")))
            continue
        name = _show(match["name"] or "") or f"question {number}"
        plain = _plain(name, match["stem"], match["answers"], tags)
        if plain is None:
            why = Text(en="essay and true/false questions are not known here", ko="서술형과 참거짓 문제는 아직 다루지 않아요")
            left_out.append((name, why))
        else:
            found.append(plain)
    return found, left_out


_ANSWER = re.compile(r"(?P<sign>[=~])(?:%(?P<weight>-?[\d.]+)%)?(?P<text>[^=~#]*)(?:#(?P<why>[^=~]*))?")


def _plain(name: str, stem: str, body: str, tags: tuple[str, ...]) -> Plain | None:
    body, _, explain = body.partition("####")
    numeric = body.lstrip().startswith("#")
    body = body.lstrip().removeprefix("#") if numeric else body
    if numeric and not body.lstrip().startswith(("=", "~")):
        body = "=" + body.strip()
    matches = list(_ANSWER.finditer(body))
    if not matches:
        return None
    kind = _kind(numeric, matches)
    answers = [_answer(kind, place, match) for place, match in enumerate(matches, 1)]
    return Plain(kind=kind, name=name, stem=_text(stem), answers=tuple(answers), explain=_text(explain), tags=tags)


def _kind(numeric: bool, matches: list[re.Match[str]]) -> str:
    if numeric:
        return "numeric"
    if all("->" in match["text"] for match in matches):
        return "matching"
    if all(match["sign"] == "=" for match in matches):
        return "short_text"
    return "multiple" if any(match["weight"] for match in matches) and not any(match["sign"] == "=" for match in matches) else "single"


def _answer(kind: str, place: int, match: re.Match[str]) -> Answer:
    share = float(match["weight"]) / 100 if match["weight"] else float(match["sign"] == "=")
    text, why = match["text"].strip(), _text(match["why"] or "")
    reason = why if why.en else None
    if kind == "matching":
        left, _, right = text.partition("->")
        label = _text(left)
        return Answer(key=f"a{place}", text=label, share=1.0 if label.en else 0.0, match=_text(right))
    if kind == "numeric":
        value, _, tolerance = text.partition(":")
        return Answer(
            key=f"a{place}", text=Text(en=value.strip(), ko=value.strip()), share=share, why=reason, tolerance=float(tolerance or 0)
        )
    return Answer(key=f"a{place}", text=_text(text), share=share, why=reason)
