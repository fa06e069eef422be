"""A plain question as the data of one of our files, to be looked over by the instructor before it is kept."""

from __future__ import annotations

from typing import Any

from webapp.quiz.interop.neutral import Answer, Plain
from webapp.quiz.words import Text

_TO_SAY = Text(en="Not yet.", ko="아직 아니에요.")


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ko": text.ko}


def data(plain: Plain) -> dict[str, Any]:
    """What `bank.question` accepts; what the other system lacks (difficulty, feedback) gets a placeholder that reads as one."""
    found: dict[str, Any] = {
        "type": plain.kind,
        "difficulty": 2,
        "tags": list(plain.tags) or ["imported"],
        "stem": _text(plain.stem),
    }
    answers = plain.answers
    if plain.kind in ("single", "multiple"):
        found["options"] = [_option(answer) for answer in answers]
    elif plain.kind == "numeric":
        right, *others = sorted(answers, key=lambda a: -a.share)
        number: dict[str, Any] = {
            "answer": float(right.text.en),
            "tolerance": {"abs": right.tolerance} if right.tolerance else {"exact": True},
        }
        number["accept"] = [{"value": float(a.text.en), "why": _text(a.why or _TO_SAY)} for a in others if a.share > 0]
        number["traps"] = [{"key": a.key, "value": float(a.text.en), "why": _text(a.why or _TO_SAY)} for a in others if a.share <= 0]
        found["numbers"] = [number]
    elif plain.kind == "matching":
        targets = list(dict.fromkeys((a.match or a.text) for a in answers))
        found["pairs"] = [
            {"key": a.key, "text": _text(a.text), "target": f"t{targets.index(a.match or a.text)}", "why": _text(a.why or _TO_SAY)}
            for a in answers
            if a.text.en
        ]
        found["targets"] = [{"key": f"t{place}", "text": _text(target)} for place, target in enumerate(targets)]
    elif plain.kind == "ordering":
        found["items"] = [{"key": a.key, "text": _text(a.text)} for a in answers]
        found["first"], found["why"] = {"en": "first", "ko": "첫 번째"}, _text(_TO_SAY)
    else:
        words = [a for a in answers if a.share > 0]
        found["accept"] = [a.text.en for a in words]
        found["show"] = _text(words[0].text)
        found["near"] = [{"key": a.key, "patterns": [a.text.en], "why": _text(a.why or _TO_SAY)} for a in answers if a.share <= 0]
    found["explain"] = _text(plain.explain if plain.explain.en else _TO_SAY)
    return found


def _option(answer: Answer) -> dict[str, Any]:
    option: dict[str, Any] = {"key": answer.key, "text": _text(answer.text)}
    if answer.share > 0:
        option["right"] = True
    if answer.why or answer.share <= 0:
        option["why"] = _text(answer.why or _TO_SAY)
    return option
