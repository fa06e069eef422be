import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import CourseError
from webapp.quiz import bank, types
from webapp.quiz.interop import answers_csv, gift, moodle, neutral, ours, qti

QUIZZES = Path(__file__).parents[3] / "solutions" / "quizzes"


@pytest.fixture(scope="module")
def lowered():
    return neutral.lower(list(bank.every(bank.load(QUIZZES))))


def same(question):
    """A question without the names that other systems give to answers."""
    return replace(question, answers=tuple(replace(a, key="", share=round(a.share, 6)) for a in question.answers))


def test_what_other_systems_cannot_say_is_left_out_with_a_reason(lowered):
    names = {name: why.en for name, why in lowered.left_out}
    assert names["bias-variance/BV14"] == "the other side cannot compare formulas"
    assert len(lowered.questions) > 150


@pytest.mark.parametrize("again", ["whole bank"])
def test_moodle_xml_comes_back_as_it_went(lowered, again):
    back, left_out = moodle.read(moodle.write(lowered.questions, category="allclose"))
    assert left_out == []
    assert [same(q) for q in back] == [same(q) for q in lowered.questions]


def test_gift_comes_back_as_it_went_except_for_orders(lowered):
    text, left_out = gift.write(lowered.questions)
    back, unread = gift.read(text)
    assert unread == [] and {reason.en for _, reason in left_out} == {"GIFT has no ordering questions"}
    assert [same(q) for q in back] == [same(q) for q in lowered.questions if q.kind != "ordering"]


def test_an_imported_question_works_here(lowered):
    back, _ = moodle.read(moodle.write(lowered.questions))
    for place, plain in enumerate(back):
        spec = bank.question(ours.data(plain), Path("imported") / f"Q{place}.yaml")
        module = types.find(spec.type)
        variant = module.generate(spec, __import__("random").Random(0))
        assert module.grade(spec, variant, module.parse(spec, module.solve(spec, variant))).right, plain.name


def test_a_moodle_export_written_by_hand_is_read_in_one_language():
    text = """<quiz><question type="multichoice"><name><text>Sky</text></name><questiontext format="html"><text><![CDATA[<p>Why is
    the <b>sky</b> \\(x^2\\)?</p>]]></text></questiontext><single>true</single><answer fraction="100"><text>Rayleigh</text><feedback><text>Yes</text>
    </feedback></answer><answer fraction="0"><text>Sea</text></answer></question><question type="essay"><name><text>E</text></name></question></quiz>"""
    (plain,), left_out = moodle.read(text)
    assert "**sky** $x^2$" in plain.stem.en and plain.stem.en == plain.stem.ko
    assert [(a.text.en, a.share) for a in plain.answers] == [("Rayleigh", 1), ("Sea", 0)]
    assert [(name, why.en) for name, why in left_out] == [("E", "type “essay” is not known here")]


def test_gift_written_by_hand_is_read():
    text = "// [tag:maths]\n::One::What is 2\\:1? {#2:0.1 #Yes}\n\nPick {=a\\=b #good ~c ~%50%d}\n\nCapital? {=Paris =paris}\n\nPair {=x -> 1 =y -> 2}"
    found, _ = gift.read(text)
    assert [q.kind for q in found] == ["numeric", "single", "short_text", "matching"]
    assert found[0].stem.en == "What is 2:1?" and found[0].answers[0].tolerance == 0.1 and found[0].tags == ("maths",)
    assert found[1].answers[0].text.en == "a=b"


def test_xml_with_entities_is_refused_before_it_is_parsed():
    with pytest.raises(CourseError, match="DOCTYPE"):
        moodle.read('<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz>&a;</quiz>')
    with pytest.raises(CourseError, match="not Moodle XML"):
        moodle.read("<quiz><question>")


def test_qti_is_a_zip_that_canvas_reads_and_the_same_bytes_each_time(lowered):
    data = qti.write("Bias and variance", lowered.questions, language="ko")
    assert data == qti.write("Bias and variance", lowered.questions, language="ko")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest, assessment = (ET.fromstring(archive.read(name)) for name in sorted(archive.namelist()))
    href = manifest.find(".//{*}file").get("href")
    assert href.endswith(".xml")
    items = assessment.findall(".//{*}item")
    assert len(items) == len(lowered.questions)
    kinds = {entry.text for entry in assessment.findall(".//{*}fieldentry")} - {"1"}
    assert kinds == {
        "multiple_choice_question",
        "multiple_answers_question",
        "numerical_question",
        "short_answer_question",
        "matching_question",
    }
    identifiers = {item.get("ident") for item in items}
    assert len(identifiers) == len(items)
    stem = items[0].find(".//{*}mattext").text
    assert any("가" <= sign <= "힣" for sign in stem)


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    text = answers_csv.write([{"person": cell, "score": -0.5}])
    row = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))[1]
    assert row[0] == "'" + cell and row[5] == "-0.5"
