"""What the apps of one test process share: compiled templates and compiled addresses, which depend on their text alone.

Each test has an app of its own, so that none meets what another did to it; only the compiling (a tenth of a second for each app) is done once.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Compiled templates in memory, by their name and the digest of their text."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let apps that are made from now on share what was compiled."""
    monkeypatch.setattr(Flask, "jinja_options", {"bytecode_cache": Templates()})
    compile, known = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)  # all that the builder's code is made of
        if key not in known:
            known[key] = compile(rule, append_unknown)
        return known[key]

    monkeypatch.setattr(Rule, "_compile_builder", compiled)
