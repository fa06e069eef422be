"""Options to choose from: what `single` and `multiple` share."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from webapp.quiz.question import Choice
from webapp.quiz.words import RIGHT, Text


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One option; `why` is said to whoever chose it and names the misconception. `last` keeps it at the end."""

    key: str
    text: Text
    right: bool = False
    why: Text | None = None
    last: bool = False


def keys(options: Sequence[Option]) -> list[str]:
    return [option.key for option in options]


def choices(options: Sequence[Option], order: Sequence[str]) -> tuple[Choice, ...]:
    by_key = {option.key: option.text for option in options}
    return tuple(Choice(key=key, text=by_key[key]) for key in order)


def saying(options: Sequence[Option], key: str) -> Text:
    """The feedback of an option that was chosen, or, with `missed:` before the key, of a right one that was not."""
    option = next(o for o in options if o.key == key.removeprefix("missed:"))
    if key.startswith("missed:"):
        return Text(en=f"Also right: {option.text.en}", ko=f"이것도 맞아요: {option.text.ko}")
    return option.why or RIGHT


def option_mistakes(options: Sequence[Option]) -> list[str]:
    """What is wrong with the options as written."""
    named = keys(options)
    found = [f"option {key} stands twice" for key in sorted({k for k in named if named.count(k) > 1})]
    found += [f"option {o.key} is wrong but has no feedback (why)" for o in options if not o.right and o.why is None]
    for language in ("en", "ko"):
        said = [option.text.in_(language).strip() for option in options]
        found += [f"two options read the same in {language}: {text}" for text in sorted({t for t in said if said.count(t) > 1})]
    if len(options) < 3:
        found.append("fewer than three options: a coin would score half")
    return found
