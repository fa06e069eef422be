"""Does every formula render? A page without scripts shows MathML, so the converter is asked; KaTeX itself is asked where node is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from latex2mathml.converter import convert

from webapp.quiz.question import Question, Variant, texts
from webapp.quiz.words import Text, fill

VENDORED = Path(__file__).parents[1] / "static" / "vendor" / "katex" / "katex.mjs"
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "msubsup": 3, "munderover": 3}
_FORMULA = re.compile(r"\$\$?([^$]+)\$\$?")
_SCRIPT = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const katex = (await import(pathToFileURL(process.argv[1]).href)).default;
const formulas = JSON.parse(readFileSync(0, "utf8"));
const broken = [];
formulas.forEach((formula, place) => {
  try { katex.renderToString(formula, {throwOnError: true, strict: "error", trust: false, maxExpand: 200, maxSize: 20}); }
  catch (error) { broken.push([place, String(error.message)]); }
});
console.log(JSON.stringify(broken));
"""


def formulas(spec: Question, variant: Variant) -> list[str]:
    """The formulas of a question's texts, with this variant's values in them."""
    values = {**getattr(spec, "settings", {}), **variant.get("values", {})}
    return [formula for _, text in texts(spec) for side in _sides(fill(text, values)) for formula in _FORMULA.findall(side)]


def _sides(text: Text) -> tuple[str, str]:
    return text.en, text.ko


def check(named: Sequence[tuple[str, str]], library: Path | None = None) -> tuple[list[str], str]:
    """Problems, and a remark if KaTeX could not be asked. `named` holds (question, formula)."""
    unique = sorted(set(named), key=lambda pair: pair[1])
    found = [f"{name}: formula {formula!r} does not become MathML: {why}" for name, formula in unique if (why := mathml_problem(formula))]
    broken, remark = _by_katex(unique, library or VENDORED)
    return found + broken, remark


def mathml_problem(formula: str) -> str:
    """Why a page without scripts could not show the formula; empty if it can."""
    try:
        root = ET.fromstring(convert(formula))
    except Exception as error:  # the converter has a dozen classes of its own, and raises IndexError besides
        return type(error).__name__
    unknown = sorted({word for node in root.iter() for word in re.findall(r"\\[A-Za-z]+", node.text or "")})
    if unknown:
        return f"it does not know {', '.join(unknown)}"
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        if tag in _CHILDREN and len(node) != _CHILDREN[tag]:
            return f"a part of <{tag}> is missing"
    return ""


def _by_katex(unique: Sequence[tuple[str, str]], path: Path) -> tuple[list[str], str]:
    node = shutil.which("node")
    if node is None or not path.is_file():
        missing = "node is not installed" if node is None else "KaTeX is not vendored"
        return [], f"formulas were rendered as MathML only, not by KaTeX: {missing}"
    done = subprocess.run(
        [node, "--input-type=module", "-e", _SCRIPT, str(path.resolve())],
        input=json.dumps([formula for _, formula in unique]),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        return [], f"formulas were rendered as MathML only, not by KaTeX: node said {done.stderr.strip()[:200]}"
    return [f"{unique[place][0]}: formula {unique[place][1]!r} does not render: {why}" for place, why in json.loads(done.stdout)], ""
