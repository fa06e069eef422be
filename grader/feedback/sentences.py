"""Findings in words, English and Korean: what was checked, where it first differs, what was allowed.

Numbers of hidden checks are told to two digits at most; the expected value is never among them. Public checks may carry
`got` and `want`, and only then are they shown. This is the one place where that is decided.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from grader.judge.report import Finding

Lang = str
_COUNTED_FROM_ONE = {"step", "epoch", "call", "batch", "fold", "round", "split"}
_COUNTERS = frozenset("ijknt")  # of what is counted; another letter (w, x) names what is found there
_KO_NOUNS = {
    "step": "단계",
    "epoch": "에폭",
    "call": "호출",
    "batch": "배치",
    "fold": "폴드",
    "round": "라운드",
    "split": "분할",
    "parameter": "매개변수",
    "parameters": "매개변수",
    "group": "그룹",
    "value": "값",
    "gradient": "기울기",
    "input": "입력",
    "output": "출력",
    "mask": "마스크",
    "loss": "손실",
    "state": "상태",
    "weight": "가중치",
    "bias": "편향",
}


def sentence(finding: Finding | None, lang: Lang = "en") -> str:
    """One finding as text; empty for none."""
    if not finding:
        return ""
    write = _WRITERS.get(finding["kind"], _unknown)
    return write(finding, lang)


def where(finding: Finding, lang: Lang) -> str:
    """“step 2, parameter 0, index (1, 3)”, or an empty string for the answer as a whole."""
    path, parts, i = list(finding.get("path", [])), [], 0
    while i < len(path):
        name = path[i]
        if isinstance(name, str) and i + 1 < len(path) and isinstance(path[i + 1], int):
            parts.append(_numbered(name, path[i + 1], lang))
            i += 2
        else:
            parts.append(_noun(name, lang) if isinstance(name, str) else f"[{name}]")
            i += 1
    if finding.get("index"):
        inside = ", ".join(map(str, finding["index"]))
        label = "index" if lang == "en" else "위치"
        parts.append(f"{label} ({inside})")
    return ", ".join(parts)


def _noun(name: str, lang: Lang) -> str:
    return _KO_NOUNS.get(name, name) if lang == "ko" else name.replace("_", " ")


def _numbered(name: str, number: int, lang: Lang) -> str:
    if name in _COUNTERS:
        return f"{name} = {number}"
    shown = number + 1 if name in _COUNTED_FROM_ONE else number
    if lang == "ko":
        return f"{shown}번째 {_noun(name, lang)}" if name in _COUNTED_FROM_ONE else f"{_noun(name, lang)} {shown}"
    return f"{_noun(name, lang)} {shown}"


def _agreement(name: str, number: int) -> str:
    """The English sentence on what comes before the first difference."""
    last = _numbered(name, number - 1, "en")
    return f"Up to {last} it agrees." if name in _COUNTERS else f"{last[:1].upper()}{last[1:]} still agrees."


def _two_digits(number: float) -> str:
    return "∞" if math.isinf(number) else "NaN" if math.isnan(number) else f"{number:.1e}" if number else "0"


def _at(finding: Finding, lang: Lang) -> str:
    place = where(finding, lang)
    if not place:
        return ""
    return f"At {place}: " if lang == "en" else f"{place}에서: "


def _shown(finding: Finding, lang: Lang) -> str:
    if "got" not in finding or "want" not in finding or finding["kind"] not in ("value", "unequal", "not_finite"):
        return ""
    got, want = (f"{v:.10g}" if isinstance(v, float) else str(v) for v in (finding["got"], finding["want"]))
    return f" Yours is {got}, expected is {want}." if lang == "en" else f" 여러분의 값은 {got}, 기대값은 {want}이에요."


def _value(f: Finding, lang: Lang) -> str:
    place = where(f, lang)
    relative = f.get("relative", math.inf)
    size = _two_digits(relative if math.isfinite(relative) else f["absolute"])
    allowed = _two_digits(f.get("allowed", 0.0))
    share = f"{f['count']} of {f['of']}" if lang == "en" else f"{f['of']}개 중 {f['count']}개"
    agreed = f.get("agrees_before")
    if lang == "ko":
        kind = "상대 차이" if math.isfinite(relative) else "차이"
        before = f" {_numbered(agreed[0], agreed[1] - 1, lang)}까지는 일치해요." if agreed else ""
        many = f" ({share}가 달라요)" if f["of"] > 1 else ""
        spot = f"{place}에서 " if place else ""
        return f"{spot}값이 달라요{many}. 가장 큰 {kind}는 {size}이고 허용은 {allowed}이에요.{before}{_shown(f, lang)}"
    kind = "relative difference" if math.isfinite(relative) else "difference"
    before = f" {_agreement(*agreed)}" if agreed else ""
    many = f" ({share} entries)" if f["of"] > 1 else ""
    return f"The values differ{' at ' + place if place else ''}{many}: largest {kind} {size}, allowed {allowed}.{before}{_shown(f, lang)}"


def _pair(en: str, ko: str) -> Callable[[Finding, Lang], str]:
    """A writer from two templates; {at} is the place, other fields are the finding's own."""

    def write(finding: Finding, lang: Lang) -> str:
        template = en if lang == "en" else ko
        return template.format_map(_Fields(finding, lang)) + _shown(finding, lang)

    return write


class _Fields(dict[str, Any]):
    def __init__(self, finding: Finding, lang: Lang) -> None:
        super().__init__(finding)
        self["at"] = _at(finding, lang)
        for name in ("got", "want"):
            if finding.get("kind") == "form" and name in finding:
                self[name] = _FORMS[finding[name]][0 if lang == "en" else 1]
        for name in ("missing", "unknown"):
            if isinstance(finding.get(name), list):
                self[name] = ", ".join(finding[name]) or "–"

    def __missing__(self, key: str) -> str:
        return "?"


_FORMS = {
    "tensor": ("a tensor", "텐서"),
    "number": ("a number", "수"),
    "bool": ("True or False", "True 또는 False"),
    "list": ("a list or tuple", "리스트 또는 튜플"),
    "dict": ("a dict", "dict"),
    "text": ("text", "문자열"),
    "nothing": ("None", "None"),
    "bytes": ("bytes", "bytes"),
    "other": ("something else", "다른 것"),
}


def _error(f: Finding, lang: Lang) -> str:
    if f.get("type") == "NotImplementedError":
        return "Not written yet." if lang == "en" else "아직 작성하지 않았어요."
    spot = ""
    if f.get("line"):
        spot = f" in line {f['line']} of your cell" if lang == "en" else f" (여러분의 셀 {f['line']}번째 줄)"
    text = f": {f['text']}" if f.get("text") else ""
    name = f.get("type", "an error")
    if lang == "en":
        return f"Your code raised {name}{spot}{text}"
    return f"코드에서 {name}{_josa(str(name), '이', '가')} 발생했어요{spot}{text}"


def _josa(word: str, with_final: str, without: str) -> str:
    """The particle that agrees with the last syllable; Latin words are read as they sound at their end."""
    last = word.rstrip(")]}'\"”’ ")[-1:]
    if "가" <= last <= "힣":
        return with_final if (ord(last) - 0xAC00) % 28 else without
    return with_final if last.lower() in "013678lmnr" else without


def _unknown(f: Finding, lang: Lang) -> str:
    return f"Not as expected ({f['kind']})." if lang == "en" else f"기대와 달라요 ({f['kind']})."


def _on_gpu(f: Finding, lang: Lang) -> str:
    """What was found there; it does not change the mark."""
    found = f.get("finding") or {"kind": "unreadable"}
    return f"{'On a GPU' if lang == 'en' else 'GPU에서'}: {sentence(found, lang)}"


def _sentence(f: Finding, lang: Lang) -> str:
    return str(f["text"].get(lang) or f["text"]["en"])


def _keys(f: Finding, lang: Lang) -> str:
    if lang == "ko":
        return f"{_at(f, lang)}이름이 달라요. 빠진 것: {', '.join(f['missing']) or '–'}; 남는 것: {', '.join(f['unknown']) or '–'}."
    return f"{_at(f, lang)}the names differ. Missing: {', '.join(f['missing']) or '–'}; not expected: {', '.join(f['unknown']) or '–'}."


_WRITERS: dict[str, Callable[[Finding, Lang], str]] = {
    "value": _value,
    "error": _error,
    "sentence": _sentence,
    "keys": _keys,
    "shape": _pair("{at}the shape is {got}, expected is {want}.", "{at}모양이 {got}이에요. {want}이어야 해요."),
    "dtype": _pair("{at}the data type is {got}, expected is {want}.", "{at}자료형이 {got}이에요. {want}이어야 해요."),
    "device": _pair("{at}the result is on “{got}”, expected is “{want}”.", "{at}결과가 “{got}”에 있어요. “{want}”에 있어야 해요."),
    "form": _pair("{at}you returned {got} where {want} is expected.", "{at}{want} 자리에 {got}을(를) 반환했어요."),
    "length": _pair("{at}there are {got} items, expected are {want}.", "{at}항목이 {got}개예요. {want}개여야 해요."),
    "nothing": _pair(
        "{at}nothing was returned. Does every path end in `return`?", "{at}아무것도 반환되지 않았어요. 모든 경로가 `return`으로 끝나나요?"
    ),
    "not_finite": _pair("{at}the result is NaN or infinite.", "{at}결과가 NaN이거나 무한대예요."),
    "unequal": _pair("{at}the result differs.", "{at}결과가 달라요."),
    "missing_name": _pair(
        "“{name}” is not defined. Keep the name that the skeleton gives.",
        "“{name}”이(가) 정의되지 않았어요. 뼈대 코드의 이름을 그대로 쓰세요.",
    ),
    "timeout": _pair(
        "Stopped after {seconds:g} s. Look for a loop that does not end.", "{seconds:g}초 뒤에 멈췄어요. 끝나지 않는 반복이 있는지 보세요."
    ),
    "budget": _pair(
        "The time for the whole hand-in ({seconds:g} s) was used up before this.", "제출 전체의 시간({seconds:g}초)이 먼저 다 쓰였어요."
    ),
    "died": _pair(
        "Your code ended the Python process ({how}). Remove exit calls; too much memory ends it too.",
        "코드가 파이썬 프로세스를 끝냈어요 ({how}). exit 호출을 지우세요. 메모리를 너무 많이 써도 끝나요.",
    ),
    "lied": _pair("What came back was not an answer to the question.", "돌아온 것이 질문에 대한 답이 아니에요."),
    "missing": _pair("There is no answer on record.", "기록된 답이 없어요."),
    "unreadable": _pair("The answer has a form that this check cannot use.", "답의 형태를 이 검사에서 쓸 수 없어요."),
    "unsupported": _pair(
        "{at}you returned an object that is not a plain tensor, number, list or dict.",
        "{at}일반 텐서, 수, 리스트, dict가 아닌 객체를 반환했어요.",
    ),
    "gated": _pair("Right, but it counts only when the values are right.", "맞지만, 값이 모두 맞아야 점수가 돼요."),
    "barred": _pair("Does not count: a forbidden shortcut was used.", "점수가 되지 않아요. 금지된 지름길을 썼어요."),
    "forbidden": _pair(
        "“{name}” is not allowed in this exercise: write it yourself.", "이 문제에서는 “{name}”을(를) 쓸 수 없어요. 직접 작성하세요."
    ),
    "suite_fault": _pair(
        "This check is broken on our side ({where}). It costs you nothing.",
        "이 검사는 저희 쪽 문제로 실행되지 않았어요 ({where}). 점수에 영향이 없어요.",
    ),
    "on_gpu": _on_gpu,
    "mixed_devices": _pair(
        "Tensors on different devices meet: create new ones with `device=x.device`.",
        "서로 다른 장치의 텐서가 섞였어요. 새 텐서는 `device=x.device`로 만드세요.",
    ),
    "gpu_fault": _pair(
        "The GPU did not work on our side ({how}). It costs you nothing.", "저희 쪽 GPU가 동작하지 않았어요 ({how}). 점수에 영향이 없어요."
    ),
    "helper_error": _pair("One of your own cells raised an error.", "추가한 셀 하나에서 오류가 났어요."),
    "duplicate": _pair(
        "There are several cells for “{exercise}”: the last one counts.", "“{exercise}”의 셀이 여러 개예요. 마지막 셀이 채점돼요."
    ),
    "missing_answer": _pair("The answer cell of “{exercise}” was not found.", "“{exercise}”의 답안 셀을 찾지 못했어요."),
    "moved": _pair("The answer cell of “{exercise}” stands in another place.", "“{exercise}”의 답안 셀이 다른 곳에 있어요."),
    "edited_locked": _pair("A locked cell was edited; the original is used.", "잠긴 셀이 수정됐어요. 원래 셀을 사용해요."),
}
KINDS = tuple(_WRITERS)
