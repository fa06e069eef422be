"""Whatever bytes are handed in: a plan or a sentence, soon, in little memory; never a traceback.

2,000 cases by default; `make bench-fuzz` asks for 20,000 and more (ALLCLOSE_FUZZ).
"""

from __future__ import annotations

import copy
import io
import json
import os
import random
import resource
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.inside import reading
from grader.notebooks.containers import open_upload
from grader.notebooks.matching import match

ROOT = Path(__file__).parents[2]
CASES = int(os.environ.get("ALLCLOSE_FUZZ", "2000"))
SLOWEST_S, LARGEST_MB = 2.0, 300
NOTEBOOKS = [path.read_bytes() for path in sorted((ROOT / "assignments").glob("*/*.ipynb"))]
RELEASED = [
    {"id": cell["id"], "role": "answer", "exercise": cell["id"], "source": "def cosine(): pass"}
    for cell in json.loads(NOTEBOOKS[-1])["cells"]
]


def read_all(name: str, data: bytes) -> str:
    """What a hand-in goes through before any of it runs; says in a word how it ended."""
    try:
        uploads = open_upload(name, data)
    except SubmissionError as error:
        return sentence(str(error))
    word = "plan"
    for upload in uploads:
        reply = reading.read(upload.data)
        if "refused" in reply:
            word = sentence(reply["refused"]["text"])
        else:
            plan = match(RELEASED, reply)
            assert all(type(cell.source) is str for cell in plan.cells)
    return word


def read_soon(name: str, data: bytes) -> str:
    """The same within the time that is promised, in processor time: a busy machine is not a hang."""
    began = time.process_time()
    word = read_all(name, data)
    assert time.process_time() - began < SLOWEST_S
    return word


def sentence(text: str) -> str:
    """A student reads it: one short sentence or two, and nothing of ours."""
    assert 20 < len(text) < 600 and (text[0].isupper() or text[0] == "“"), text
    assert not any(word in text for word in ("Traceback", "Error:", "Exception", ".py", "NoneType")), text
    return "sentence"


def flip(rng: random.Random, data: bytes) -> bytes:
    torn = bytearray(data)
    for _ in range(rng.randint(1, 30)):
        torn[rng.randrange(len(torn))] = rng.randrange(256)
    return bytes(torn)


def cut(rng: random.Random, data: bytes) -> bytes:
    a, b = sorted(rng.randrange(len(data)) for _ in range(2))
    return rng.choice([data[:a], data[a:b], data[:a] + data[b:], data[:b] + data[a:]])


ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    10**40,
    1e308,
    "",
    "\x00",
    "\ud800",
    "x" * 5000,
    "def f(:",
    [],
    {},
    [[]],
    {"cells": []},
    ["a", 1],
    "# cell: x",
]


def rebuild(rng: random.Random, data: bytes) -> bytes:
    """Replace, remove or repeat parts of the document."""
    document = json.loads(data)
    for _ in range(rng.randint(1, 8)):
        node: Any = document
        for _ in range(rng.randint(0, 6)):
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = rng.choice(keys)
            if not isinstance(node[key], (dict, list)) or not node[key] or rng.random() < 0.3:
                act = rng.randrange(3)
                if act == 0:
                    node[key] = copy.deepcopy(rng.choice(ODD))
                elif act == 1 and isinstance(node, list):
                    node.insert(rng.randrange(len(node) + 1), copy.deepcopy(node[key]))
                else:
                    del node[key]
                break
            node = node[key]
    return json.dumps(document, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def pack(rng: random.Random, data: bytes) -> bytes:
    """A zip, mostly torn."""
    packed = io.BytesIO()
    method = rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    with zipfile.ZipFile(packed, "w", method) as archive:
        for k in range(rng.randint(0, 3)):
            archive.writestr(
                rng.choice(["a.ipynb", "b/a.ipynb", "../a.ipynb", "/a.ipynb", "C:a.ipynb", "가.ipynb", "x.txt", f"{k}.ipynb"]),
                data[:200_000],
            )
    made = packed.getvalue()
    return made if rng.random() < 0.2 else b"PK\x03\x04" + rng.choice([flip, cut])(rng, made)[4:]


MUTATIONS: list[Callable[[random.Random, bytes], bytes]] = [flip, cut, rebuild, rebuild, pack]


@pytest.mark.timeout(3600)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # zipfile's remark about our own crooked archives
def test_mutated_notebooks_and_zips_end_in_a_plan_or_a_sentence() -> None:
    rng, ends, slowest = random.Random(20), Counter[str](), 0.0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for k in range(CASES):
        data = rng.choice(MUTATIONS)(rng, rng.choice(NOTEBOOKS))
        began = time.process_time()
        try:
            ends[read_all(rng.choice(["a.ipynb", "a.zip", "과제.ipynb", "x"]), data)] += 1
        except BaseException as error:
            error.add_note(f"case {k}")
            raise
        slowest = max(slowest, time.process_time() - began)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    print(f"\n{CASES} mutated notebooks and zips: {dict(ends)}; slowest {slowest:.2f} s, {grown} MB")
    assert slowest < SLOWEST_S and grown < LARGEST_MB
    assert ends["plan"] > CASES // 20 and ends["sentence"] > CASES // 20  # both ends are reached


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["cells", "source", "metadata", "nbformat", "id", "x"]), inner, max_size=5)
    ),
    max_leaves=30,
)
CELL = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": st.text(max_size=200) | st.lists(st.text(max_size=30)) | JSON,
    },
    optional={"id": st.text(max_size=70) | JSON, "metadata": JSON, "outputs": JSON},
)
DOCUMENT = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([3, 4, 4, 4]) | JSON, "cells": st.lists(CELL, max_size=6) | JSON, "metadata": JSON}
)


@pytest.mark.timeout(3600)
@settings(max_examples=max(200, CASES // 5), deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(document=DOCUMENT | JSON)
def test_anything_that_is_json_ends_in_a_plan_or_a_sentence(document: Any) -> None:
    assert read_soon("a.ipynb", json.dumps(document).encode() or b"{}") in ("plan", "sentence")


@pytest.mark.timeout(3600)
@settings(max_examples=max(200, CASES // 5), deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(data=st.binary(max_size=400), head=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"{", b"\xef\xbb\xbf{", b"\xff\xfe"]))
def test_any_bytes_end_in_a_plan_or_a_sentence(data: bytes, head: bytes) -> None:
    assert read_soon("a.ipynb", head + data) in ("plan", "sentence")
