"""QTI 1.2 for Canvas, out only: a zip with one assessment per quiz.

Canvas reads multiple choice, multiple answers, numbers with ranges, short answers and matching; an order becomes a matching with ranks.
Formulas stand as Canvas's equation images, which carry their LaTeX. The archive has fixed times, so the same quiz gives the same bytes.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from urllib.parse import quote

from webapp.quiz.interop.neutral import Answer, Plain, as_html
from webapp.quiz.words import Text

_NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_KINDS = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "numeric": "numerical_question",
    "short_text": "short_answer_question",
    "matching": "matching_question",
    "ordering": "matching_question",
}


def write(title: str, questions: Sequence[Plain], *, language: str = "en") -> bytes:
    """The zip file to import in Canvas (Settings, Import course content, QTI)."""
    identifier = "q" + re.sub(r"\W", "_", title)
    files = {
        "imsmanifest.xml": _manifest(identifier),
        f"{identifier}/{identifier}.xml": _assessment(identifier, title, questions, language),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


def _manifest(identifier: str) -> str:
    root = ET.Element("manifest", identifier="allclose", xmlns="http://www.imsglobal.org/xsd/imscp_v1p1")
    meta = ET.SubElement(root, "metadata")
    ET.SubElement(meta, "schema").text = "IMS Content"
    ET.SubElement(meta, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resource = ET.SubElement(ET.SubElement(root, "resources"), "resource", identifier=identifier, type="imsqti_xmlv1p2")
    ET.SubElement(resource, "file", href=f"{identifier}/{identifier}.xml")
    return _document(root)


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _assessment(identifier: str, title: str, questions: Sequence[Plain], language: str) -> str:
    root = ET.Element("questestinterop", xmlns=_NAMESPACE)
    assessment = ET.SubElement(root, "assessment", ident=identifier, title=title)
    section = ET.SubElement(assessment, "section", ident="root_section")
    for question in questions:
        section.append(_item(question, language))
    return _document(root)


def canvas_html(text: Text, language: str) -> str:
    """Our Markdown as HTML with Canvas's equation images."""

    def image(match: re.Match[str]) -> str:
        formula = match[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        safe = formula.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        source = quote(quote(formula, safe=""), safe="")
        shown = f'title="{safe}" alt="LaTeX: {safe}" data-equation-content="{safe}"'
        return f'<img class="equation_image" src="/equation_images/{source}" {shown}>'

    return re.sub(r"\\\((.+?)\\\)", image, as_html(text.in_(language)), flags=re.DOTALL)


def _item(question: Plain, language: str) -> ET.Element:
    ident = re.sub(r"\W", "_", question.name)
    item = ET.Element("item", ident=ident, title=question.name)
    fields = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    for label, entry in (("question_type", _KINDS[question.kind]), ("points_possible", "1")):
        pair = ET.SubElement(fields, "qtimetadatafield")
        ET.SubElement(pair, "fieldlabel").text = label
        ET.SubElement(pair, "fieldentry").text = entry
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, canvas_html(question.stem, language))
    processing = ET.SubElement(item, "resprocessing")
    ET.SubElement(ET.SubElement(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    if question.kind in ("single", "multiple"):
        _choices(question, presentation, processing, language)
    elif question.kind in ("matching", "ordering"):
        _pairs(question, presentation, processing, language)
    else:
        response = ET.SubElement(presentation, "response_str", ident="response1", rcardinality="Single")
        ET.SubElement(ET.SubElement(response, "render_fib"), "response_label", ident="answer1")
        (_numbers if question.kind == "numeric" else _words)(question, processing)
    _feedback(item, question, language)
    return item


def _material(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    ET.SubElement(ET.SubElement(parent, "material"), "mattext", texttype=kind).text = text


def _score(condition: ET.Element, score: str, action: str = "Set") -> None:
    ET.SubElement(condition, "setvar", action=action, varname="SCORE").text = score


def _choices(question: Plain, presentation: ET.Element, processing: ET.Element, language: str) -> None:
    several = question.kind == "multiple"
    response = ET.SubElement(presentation, "response_lid", ident="response1", rcardinality="Multiple" if several else "Single")
    render = ET.SubElement(response, "render_choice")
    for answer in question.answers:
        _material(ET.SubElement(render, "response_label", ident=answer.key), canvas_html(answer.text, language))
    _shown_feedback(question, processing)
    condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
    where = ET.SubElement(condition, "conditionvar")
    if several:
        where = ET.SubElement(where, "and")
    for answer in question.answers:
        if answer.share > 0:
            ET.SubElement(where, "varequal", respident="response1").text = answer.key
        elif several:
            ET.SubElement(ET.SubElement(where, "not"), "varequal", respident="response1").text = answer.key
    _score(condition, "100")


def _pairs(question: Plain, presentation: ET.Element, processing: ET.Element, language: str) -> None:
    """Each item with a list of targets; the ranks 1 … n are the targets of an order. Text only: Canvas shows no HTML in these lists."""
    rows = [answer for answer in question.answers if answer.text.en]
    ranked = question.kind == "ordering"
    names = [str(n + 1) for n in range(len(rows))] if ranked else [(a.match or a.text).in_(language) for a in question.answers]
    targets = list(dict.fromkeys(names))
    share = f"{100 / len(rows):.2f}"
    for place, answer in enumerate(rows):
        response = ET.SubElement(presentation, "response_lid", ident=f"response_{answer.key}")
        _material(response, answer.text.in_(language), "text/plain")
        render = ET.SubElement(response, "render_choice")
        for number, target in enumerate(targets):
            _material(ET.SubElement(render, "response_label", ident=f"target{number}"), target, "text/plain")
        condition = ET.SubElement(processing, "respcondition")
        right = targets.index(names[place] if ranked else (answer.match or answer.text).in_(language))
        ET.SubElement(ET.SubElement(condition, "conditionvar"), "varequal", respident=f"response_{answer.key}").text = f"target{right}"
        _score(condition, share, "Add")


def _numbers(question: Plain, processing: ET.Element) -> None:
    for answer in question.answers:
        if answer.share <= 0:
            continue
        value = float(answer.text.en)
        condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
        either = ET.SubElement(ET.SubElement(condition, "conditionvar"), "or")
        ET.SubElement(either, "varequal", respident="response1").text = answer.text.en
        within = ET.SubElement(either, "and")
        ET.SubElement(within, "vargte", respident="response1").text = f"{value - answer.tolerance:.10g}"
        ET.SubElement(within, "varlte", respident="response1").text = f"{value + answer.tolerance:.10g}"
        _score(condition, "100")


def _words(question: Plain, processing: ET.Element) -> None:
    """Canvas compares whole words: patterns with * cannot be said and are dropped."""
    condition = ET.SubElement(processing, "respcondition", {"continue": "No"})
    where = ET.SubElement(condition, "conditionvar")
    for answer in question.answers:
        if answer.share > 0 and "*" not in answer.text.en:
            ET.SubElement(where, "varequal", respident="response1").text = answer.text.en
    _score(condition, "100")


def _told(question: Plain) -> list[Answer]:
    return [answer for answer in question.answers if answer.why] if question.kind in ("single", "multiple") else []


def _shown_feedback(question: Plain, processing: ET.Element) -> None:
    for answer in _told(question):
        condition = ET.SubElement(processing, "respcondition", {"continue": "Yes"})
        ET.SubElement(ET.SubElement(condition, "conditionvar"), "varequal", respident="response1").text = answer.key
        ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"{answer.key}_fb")


def _feedback(item: ET.Element, question: Plain, language: str) -> None:
    for answer in _told(question):
        feedback = ET.SubElement(item, "itemfeedback", ident=f"{answer.key}_fb")
        _material(ET.SubElement(feedback, "flow_mat"), canvas_html(answer.why or answer.text, language))
    general = ET.SubElement(item, "itemfeedback", ident="general_fb")
    _material(ET.SubElement(general, "flow_mat"), canvas_html(question.explain, language))
