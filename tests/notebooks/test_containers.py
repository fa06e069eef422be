"""A notebook comes out of a file, a folder or a zip; what is not one is refused with a sentence that says what to do."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile

import pytest

from grader.errors import SubmissionError
from grader.notebooks.containers import one_notebook, open_path, open_upload

NOTEBOOK = b'{"cells": [], "nbformat": 4}'


def zipped(*entries, compression=zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return sink.getvalue()


def test_a_notebook_is_itself():
    assert [(u.name, u.data) for u in open_upload("optimizers (1).ipynb", NOTEBOOK)] == [("optimizers (1).ipynb", NOTEBOOK)]


def test_a_zip_gives_its_notebooks_and_skips_what_tools_leave():
    data = zipped(
        ("lab/b.ipynb", NOTEBOOK),
        ("a.ipynb", NOTEBOOK),
        ("__MACOSX/._a.ipynb", b"x"),
        (".ipynb_checkpoints/a.ipynb", b"y"),
        ("data.csv", b"1"),
    )
    assert [u.name for u in open_upload("work.zip", data)] == ["a.ipynb", "lab/b.ipynb"]


def test_a_folder_gives_its_notebooks(tmp_path):
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "a.ipynb").write_bytes(NOTEBOOK)
    (tmp_path / "link.ipynb").symlink_to("/etc/passwd")
    assert [u.name for u in open_path(tmp_path)] == ["lab/a.ipynb"]


def test_korean_names_arrive_whichever_system_wrote_them():
    windows, mac = "과제.ipynb".encode("cp949"), unicodedata.normalize("NFD", "과제.ipynb")
    raw = zipped(("X" * len(windows), NOTEBOOK)).replace(b"X" * len(windows), windows)
    assert [u.name for u in open_upload("a.zip", raw)] == ["과제.ipynb"]
    assert [u.name for u in open_upload("a.zip", zipped((mac, NOTEBOOK)))] == ["과제.ipynb"]


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


REFUSED = {
    "a picture": ("a.png", b"\x89PNG"),
    "an empty file": ("a.ipynb", b""),
    "a notebook that is too large": ("a.ipynb", b" " * 5_000_001),
    "a broken zip": ("a.zip", b"PK\x03\x04" + b"\0" * 50),
    "a zip without a notebook": ("a.zip", zipped(("a.txt", b"x"))),
    "a way up": ("a.zip", zipped(("../a.ipynb", NOTEBOOK))),
    "an absolute name": ("a.zip", zipped(("/etc/a.ipynb", NOTEBOOK))),
    "a drive": ("a.zip", zipped(("C:\\a.ipynb", NOTEBOOK))),
    "a link": ("a.zip", zipped((link(), b"/etc/passwd"))),
    "a bomb": ("a.zip", zipped(("a.ipynb", b" " * 4_900_000))),
    "a bomb that is larger": ("a.zip", zipped(("a.ipynb", b" " * 50_000_000))),
    "too many files": ("a.zip", zipped(*[(f"{i}.ipynb", b"") for i in range(2001)])),
}


@pytest.mark.parametrize(("name", "data"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_graded_is_refused_with_advice(name, data):
    with pytest.raises(SubmissionError) as refusal:
        open_upload(name, data)
    assert str(refusal.value).endswith(".") and "“" in str(refusal.value)


def test_a_size_that_lies_is_found_out_while_reading():
    data = bytearray(zipped(("a.ipynb", b" " * 4_900_000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SubmissionError):
        open_upload("a.zip", bytes(data))


def test_the_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.ipynb", NOTEBOOK), ("a.ipynb", NOTEBOOK))
    with pytest.raises(SubmissionError, match="twice"):
        open_upload("a.zip", data)


def test_of_several_notebooks_none_is_chosen():
    with pytest.raises(SubmissionError, match=r"2 notebooks.*a\.ipynb, b\.ipynb"):
        one_notebook(open_upload("a.zip", zipped(("a.ipynb", NOTEBOOK), ("b.ipynb", NOTEBOOK))))
