"""Does every formula render? KaTeX itself is asked, through node, if both are there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from webapp.quiz.question import Question, Variant, texts
from webapp.quiz.words import Text, fill

VENDORED = Path(__file__).parents[1] / "static" / "vendor" / "katex" / "katex.mjs"
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
    """Problems, and a remark if nothing could be asked. `named` holds (question, formula)."""
    path, node = library or VENDORED, shutil.which("node")
    if node is None or not path.is_file():
        return [], "formulas were not rendered: " + ("node is not installed" if node is None else "KaTeX is not vendored yet")
    unique = sorted(set(named), key=lambda pair: pair[1])
    done = subprocess.run(
        [node, "--input-type=module", "-e", _SCRIPT, str(path.resolve())],
        input=json.dumps([formula for _, formula in unique]),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        return [], f"formulas were not rendered: node said {done.stderr.strip()[:200]}"
    return [f"{unique[place][0]}: formula {unique[place][1]!r} does not render: {why}" for place, why in json.loads(done.stdout)], ""
