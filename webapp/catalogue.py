"""Keep the Korean texts complete: `python -m webapp.catalogue` extracts, merges, compiles, and lists what has no Korean yet.

The .po file is sorted by message, so that two people who add pages at the same time seldom touch the same line.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).parent
FOLDER = ROOM / "translations"
KEYWORDS = {"_": None, "markup": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}


def wanted() -> Catalog:
    """Every text that a page or a module can say."""
    catalog = Catalog()
    found = extract_from_dir(str(ROOM), METHODS, OPTIONS, KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        catalog.add(message)
    return catalog


def path(language: str, suffix: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"messages.{suffix}"


def known(language: str) -> Catalog:
    with path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def missing(catalog: Catalog, texts: Catalog) -> list[str]:
    """Texts without a translation, or with a doubtful one."""
    found = []
    for message in texts:
        if message.id:
            there = catalog.get(message.id)
            if there is None or there.fuzzy or not _whole(there):
                found.append(str(message.id))
    return sorted(found)


def merged(catalog: Catalog, texts: Catalog, language: str) -> Catalog:
    """The texts with their translations; what nobody says any more is left out."""
    made = Catalog(locale=language, charset="utf-8")
    for message in sorted((m for m in texts if m.id), key=lambda m: str(m.id)):
        there = catalog.get(message.id)
        made.add(message.id, there.string if there is not None else ("",) if isinstance(message.id, tuple) else "", flags=message.flags)
    return made


def po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, omit_header=False, no_location=True, width=160)
    lines = out.getvalue().split(b"\n")
    return b"\n".join(
        line for line in lines if not line.startswith((b'"POT-Creation', b'"PO-Revision', b'"Generated-By', b"# FIRST AUTHOR"))
    )


def mo(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts give the same bytes
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts)


def main() -> None:
    catalog = merged(known("ko"), wanted(), "ko")
    path("ko", "po").write_bytes(po(catalog))
    path("ko", "mo").write_bytes(mo(read_po(io.BytesIO(po(catalog)), locale="ko")))
    without = missing(catalog, wanted())
    print(f"{len(list(catalog)) - 1} texts; without Korean: {len(without)}")
    print("\n".join(without))
    sys.exit(bool(without))


if __name__ == "__main__":
    main()
