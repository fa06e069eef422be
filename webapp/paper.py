"""A page as one file to keep or to print: its styles inside it, and a policy that lets it fetch and run nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
SHEETS = ("vendor/pico.min.css", "css/allclose.css")
STATIC = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def styles() -> Markup:
    """Our own style sheets as the text of one <style>; they hold pictures as data and fetch nothing."""
    return Markup("\n").join(Markup((STATIC / sheet).read_text(encoding="utf-8")) for sheet in SHEETS)
