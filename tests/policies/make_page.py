"""Write `docs/policies.md` from the rules and their doctests: `python tests/policies/make_page.py`."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import re
from pathlib import Path

from grader.policies.rules import names

OPENING = """# Policies: from scores to marks

Marks are computed each time somebody looks, from stored reports and these rules. Change a date or a rule and every mark follows; nothing is baked in.
Settings stand in the course's policy or in an assignment's own, rule by rule: `{"late_penalty": {"cost": 0.1}}`. Shares run from 0 to 1.

Three laws hold for every combination, and tests try to break them: handing in later never raises a total, an extension never lowers one,
a better score never lowers one. Free late days are therefore spent where they help the total most, and are divided anew whenever something changes.

Order: who may hand in (intake) → deadline, grace, free late days (time) → minimum and late penalty (attempt) → which attempt counts (choice) →
set by hand, excused (mark) → drops, weights, extra credit, rounding, letters (course) → what students see (view).

This page is written by `python tests/policies/make_page.py`; a test compares it with the rules.
"""


def page() -> str:
    parts = [OPENING]
    for name in names():
        rule = importlib.import_module(f"grader.policies.rules.{name}")
        source = Path(rule.__file__).read_text(encoding="utf-8")
        lines = [f"## `{name}`", "", rule.__doc__.strip(), "", f"Stage: {rule.STAGE}.", ""]
        if fields := dataclasses.fields(rule.Policy):
            lines += ["| setting | default | |", "|---|---|---|"]
            for field in fields:
                default = "{}" if field.default is dataclasses.MISSING else field.default
                remark = re.search(rf"^    {field.name}: [^#\n]*# (.*)$", source, re.M)
                lines.append(f"| `{field.name}` | `{default!r}` | {remark[1] if remark else ''} |".replace("'{}'", "{}"))
            lines.append("")
        lines += ["Worked example:", "", "```python"]
        for example in doctest.DocTestParser().get_examples(rule.Policy.apply.__doc__):
            lines += [f">>> {example.source.strip()}", example.want.strip()]
        lines += ["```", "", "Students read:", ""]
        for sentences in rule.WORDS.values():
            lines += [f"* “{sentences['en']}” · “{sentences['ko']}”"]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "policies.md").write_text(page(), encoding="utf-8")
