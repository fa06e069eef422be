"""Moodle XML, both ways: multichoice, numerical, shortanswer, matching, ordering."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from webapp.quiz.interop.neutral import Answer, LeftOut, Plain, Unreadable, as_html, as_markdown, one_text, two_texts
from webapp.quiz.words import Text

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "matching": "matching",
    "ordering": "ordering",
}
LARGEST = 5_000_000


def write(questions: Sequence[Plain], *, language: str = "both", category: str = "") -> str:
    """The questions as one Moodle XML file."""
    root = ET.Element("quiz")
    if category:
        note = ET.SubElement(root, "question", type="category")
        _text(ET.SubElement(note, "category"), f"$course$/top/{category}")
    for question in questions:
        root.append(_element(question, language))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


def _rich(parent: ET.Element, tag: str, text: Text | None, language: str) -> None:
    element = ET.SubElement(parent, tag, format="html")
    _text(element, _html(text, language) if text else "")


def _html(text: Text, language: str) -> str:
    return one_text(Text(en=as_html(text.en), ko=as_html(text.ko)), language)


def _element(question: Plain, language: str) -> ET.Element:
    element = ET.Element("question", type=_TYPES[question.kind])
    _text(ET.SubElement(element, "name"), question.name)
    _rich(element, "questiontext", question.stem, language)
    _rich(element, "generalfeedback", question.explain, language)
    ET.SubElement(element, "defaultgrade").text = "1"
    ET.SubElement(element, "penalty").text = "0"
    ET.SubElement(element, "hidden").text = "0"
    ET.SubElement(element, "idnumber").text = question.name
    if question.kind in ("single", "multiple"):
        ET.SubElement(element, "single").text = "true" if question.kind == "single" else "false"
        ET.SubElement(element, "shuffleanswers").text = "true"
        ET.SubElement(element, "answernumbering").text = "none"
    if question.kind == "matching":
        ET.SubElement(element, "shuffleanswers").text = "true"
    if question.kind == "short_text":
        ET.SubElement(element, "usecase").text = "0"
    if question.kind == "ordering":
        for tag, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"), ("gradingtype", "RELATIVE_TO_CORRECT")):
            ET.SubElement(element, tag).text = value
    for place, answer in enumerate(question.answers):
        _answer(element, question, answer, language, place)
    if question.tags:
        tags = ET.SubElement(element, "tags")
        for tag in question.tags:
            _text(ET.SubElement(tags, "tag"), tag)
    return element


def _answer(element: ET.Element, question: Plain, answer: Answer, language: str, place: int) -> None:
    if question.kind == "matching":
        pair = ET.SubElement(element, "subquestion", format="html")
        _text(pair, _html(answer.text, language))
        _text(ET.SubElement(pair, "answer"), one_text(answer.match or answer.text, language))
        return
    if question.kind == "ordering":
        item = ET.SubElement(element, "answer", fraction=f"{place + 1}", format="html")
        _text(item, _html(answer.text, language))
        return
    rich = question.kind in ("single", "multiple")
    option = ET.SubElement(element, "answer", fraction=f"{100 * answer.share:.7g}", format="html" if rich else "plain_text")
    _text(option, _html(answer.text, language) if rich else answer.text.en)
    _rich(option, "feedback", answer.why, language)
    if question.kind == "numeric":
        ET.SubElement(option, "tolerance").text = f"{answer.tolerance:.10g}"


def read(text: str) -> tuple[list[Plain], list[LeftOut]]:
    """Questions of a Moodle XML file, and those of types we do not have with the reason."""
    if len(text) > LARGEST:
        raise Unreadable(
            f"The file has {len(text)} characters; {LARGEST} are allowed. Export fewer questions at a time.",
            f"파일이 {len(text)}자예요. {LARGEST}자까지 읽을 수 있으니 문제를 나눠서 내보내 주세요.",
        )
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable(
            "The file declares a DOCTYPE or entities. Moodle does not write these; export it again.",
            "파일에 DOCTYPE이나 엔티티 선언이 있어요. Moodle은 이런 것을 쓰지 않으니 다시 내보내 주세요.",
        )
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise Unreadable(f"This is not Moodle XML: {error}.", f"Moodle XML이 아니에요: {error}.") from None
    found: list[Plain] = []
    left_out: list[LeftOut] = []
    for element in root.findall("question"):
        kind = element.get("type", "")
        name = _of(element, "name/text")
        if kind == "category":
            continue
        if kind not in _TYPES.values():
            left_out.append((name, Text(en=f"type “{kind}” is not known here", ko=f"‘{kind}’ 유형은 아직 다루지 않아요")))
            continue
        found.append(_plain(element, kind, name))
    return found, left_out


def _of(element: ET.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _bilingual(element: ET.Element, path: str) -> Text:
    both = two_texts(_of(element, path))
    return Text(en=as_markdown(both.en), ko=as_markdown(both.ko))


def _plain(element: ET.Element, kind: str, name: str) -> Plain:
    ours = {"numerical": "numeric", "shortanswer": "short_text", "matching": "matching", "ordering": "ordering"}.get(kind)
    if ours is None:
        ours = "single" if _of(element, "single") in ("true", "1") else "multiple"
    answers: list[Answer] = []
    for place, part in enumerate(element.findall("subquestion" if kind == "matching" else "answer"), 1):
        why = _bilingual(part, "feedback/text")
        answers.append(
            Answer(
                key=f"a{place}",
                text=_bilingual(part, "text"),
                share=1.0 if kind in ("matching", "ordering") else float(part.get("fraction", "0")) / 100,
                why=why if why.en else None,
                match=_bilingual(part, "answer/text") if kind == "matching" else None,
                tolerance=float(_of(part, "tolerance") or 0),
            )
        )
    if kind == "matching":
        answers = [a if a.text.en else Answer(key=a.key, text=a.text, share=0.0, match=a.match) for a in answers]
    tags = tuple((tag.text or "").strip() for tag in element.findall("tags/tag/text"))
    stem, explain = _bilingual(element, "questiontext/text"), _bilingual(element, "generalfeedback/text")
    return Plain(kind=ours, name=name, stem=stem, answers=tuple(answers), explain=explain, tags=tags)
