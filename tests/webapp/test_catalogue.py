from __future__ import annotations

import io

from babel.messages.pofile import read_po

from webapp import catalogue


def test_every_text_has_its_korean_and_none_is_doubtful():
    assert catalogue.missing(catalogue.known("ko"), catalogue.wanted()) == [], "Run: python -m webapp.catalogue"


def test_the_compiled_texts_are_those_of_the_po_file():
    path = catalogue.path("ko", "po")
    assert catalogue.path("ko", "mo").read_bytes() == catalogue.mo(read_po(io.BytesIO(path.read_bytes()), locale="ko"))


def test_placeholders_survive_translation():
    known = catalogue.known("ko")
    for message in known:
        if message.id:
            assert list(message.check(known)) == []
