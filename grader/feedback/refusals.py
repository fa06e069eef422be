"""Refusals in Korean: what is said about an upload, a roster or a machine, sentence by sentence.

Theory of operation. The engine speaks English when it refuses, and some of it is stored with reports. Here stands the Korean of each sentence; a
`{place}` takes whatever the English has there. A test reads every `raise` of these errors in the source and fails on one without Korean.
"""

from __future__ import annotations

import re
from functools import cache

AGAIN, AGAIN_KO = "Open it in Jupyter, save it, and hand it in again.", "Jupyter에서 열어 저장한 뒤 다시 제출해 주세요."
ALONE, ALONE_KO = "Zip the notebook again, or hand in the .ipynb alone.", "노트북을 다시 압축하거나 .ipynb 파일만 제출해 주세요."
ZIP_AGAIN_KO = "노트북을 다시 압축해 주세요."

UPLOADS = {
    "“{name}” is larger than {mb} MB. Hand in the notebook alone, with its outputs cleared.": "“{name}” 파일이 {mb}MB보다 커요. 출력을 지우고 노트북만 제출해 주세요.",
    "“{name}” is not a notebook. Hand in the .ipynb file, or a zip with it.": "“{name}” 파일은 노트북이 아니에요. .ipynb 파일이나 그것을 담은 zip을 제출해 주세요.",
    "“{name}” holds no .ipynb file.": "“{name}” 안에 .ipynb 파일이 없어요.",
    "“{name}” does not exist.": "“{name}” 파일이 없어요.",
    "There are {n} notebooks in this hand-in: {names}. Hand in one.": "제출물에 노트북이 {n}개 있어요({names}). 하나만 제출해 주세요.",
    "“{name}” is empty. Save the notebook and hand it in again.": "“{name}” 파일이 비어 있어요. 노트북을 저장한 뒤 다시 제출해 주세요.",
    "“{name}” is larger than {mb} MB. Clear its outputs (Edit → Clear All Outputs), save, and hand it in again.": "“{name}” 파일이 {mb}MB보다 커요. 출력을 지우고(Edit → Clear All Outputs) 저장한 뒤 다시 제출해 주세요.",
    "“{name}” holds too many files; at most {n} are read. Zip the notebook alone.": "“{name}” 안에 파일이 너무 많아요. {n}개까지 읽어요. 노트북만 압축해 주세요.",
    "“{name}” is not a zip file that can be read. " + ALONE: "“{name}” 파일은 읽을 수 없는 zip이에요. " + ALONE_KO,
    "“{name}” holds no .ipynb file. " + ALONE: "“{name}” 안에 .ipynb 파일이 없어요. " + ALONE_KO,
    "“{name}” holds {n} files; at most {most} are read. Zip the notebook alone.": "“{name}” 안에 파일이 {n}개 있어요. {most}개까지 읽어요. 노트북만 압축해 주세요.",
    "“{name}” is in the zip twice. Zip the notebook again.": "“{name}” 파일이 zip 안에 두 번 있어요. " + ZIP_AGAIN_KO,
    "The zip holds a file under a name that is not allowed: “{name}”. Zip the notebook again.": "zip 안에 허용되지 않는 파일 이름이 있어요: “{name}”. "
    + ZIP_AGAIN_KO,
    "“{name}” in the zip is a link, not a file. Zip the notebook itself.": "zip 안의 “{name}” 항목은 파일이 아니라 링크예요. 노트북 자체를 압축해 주세요.",
    "“{name}” is packed in an unusual way. Zip the notebook with the tools of your system.": "“{name}” 파일의 압축 방식이 특이해요. 운영체제의 기본 도구로 압축해 주세요.",
    "This zip has a password. Zip the notebook without one.": "zip에 암호가 걸려 있어요. 암호 없이 압축해 주세요.",
    "“{name}” in the zip is too large. Clear the notebook's outputs, save, and zip it again.": "zip 안의 “{name}” 파일이 너무 커요. 출력을 지우고 저장한 뒤 다시 압축해 주세요.",
    "“{name}” in the zip unpacks to far more than it should. Zip the notebook again.": "zip 안의 “{name}” 파일이 풀면 지나치게 커져요. "
    + ZIP_AGAIN_KO,
    "This file is larger than {mb} MB. Clear the outputs (Edit → Clear All Outputs), save, and hand it in again.": "파일이 {mb}MB보다 커요. 출력을 지우고(Edit → Clear All Outputs) 저장한 뒤 다시 제출해 주세요.",
    "This file is empty. " + AGAIN: "파일이 비어 있어요. " + AGAIN_KO,
    "This file is nested too deeply to be a notebook. " + AGAIN: "노트북이라기에는 너무 깊이 겹친 파일이에요. " + AGAIN_KO,
    "This file needs too much memory to read. " + AGAIN: "파일을 읽는 데 메모리가 너무 많이 들어요. " + AGAIN_KO,
    "This file is not a notebook: it is not valid JSON. " + AGAIN: "노트북이 아니에요. JSON 형식이 아니에요. " + AGAIN_KO,
    "This file is JSON but not a notebook. " + AGAIN: "JSON 파일이지만 노트북은 아니에요. " + AGAIN_KO,
    "This file is not text in UTF-8, as notebooks are. " + AGAIN: "노트북은 UTF-8 텍스트인데 이 파일은 아니에요. " + AGAIN_KO,
    "This notebook (format 3) has no cells. " + AGAIN: "이 노트북(형식 3)에는 셀이 없어요. " + AGAIN_KO,
    "This file is not a notebook of format 3 or 4 (it says: {version}). " + AGAIN: "노트북 형식 3이나 4가 아니에요(적힌 값: {version}). "
    + AGAIN_KO,
    "This notebook has no list of cells. " + AGAIN: "이 노트북에는 셀 목록이 없어요. " + AGAIN_KO,
    "This notebook has {n} cells; at most {most} are read. Remove what you do not need.": "노트북에 셀이 {n}개 있어요. {most}개까지 읽어요. 필요 없는 셀을 지워 주세요.",
    "This notebook holds too much code. Remove pasted data from its code cells.": "노트북에 코드가 너무 많아요. 코드 셀에 붙여 넣은 데이터를 지워 주세요.",
    "Cell {n} of this notebook is not a cell. " + AGAIN: "이 노트북의 {n}번째 셀은 셀이 아니에요. " + AGAIN_KO,
    "A line in cell {n} is longer than {most} characters. Remove pasted data from the code.": "{n}번째 셀에 {most}자보다 긴 줄이 있어요. 코드에 붙여 넣은 데이터를 지워 주세요.",
    "Cell {n} of this notebook has no text. " + AGAIN: "이 노트북의 {n}번째 셀에는 내용이 없어요. " + AGAIN_KO,
    "Cell {n} is longer than {most} characters. Remove pasted data from it.": "{n}번째 셀이 {most}자보다 길어요. 붙여 넣은 데이터를 지워 주세요.",
    "This file cannot be read as a notebook. " + AGAIN: "이 파일은 노트북으로 읽을 수 없어요. " + AGAIN_KO,
    "This file cannot be read as a notebook.": "이 파일은 노트북으로 읽을 수 없어요.",
    "This notebook does not say which assignment it belongs to, and no cell of it is known. Start from the released notebook, or name the assignment when you hand it in.": "어느 과제의 노트북인지 적혀 있지 않고, 아는 셀도 없어요. 배포된 노트북에서 시작하거나 제출할 때 과제를 골라 주세요.",
    "The code of this notebook is too large or too deeply nested to be looked through. Remove pasted data and generated code.": "코드가 너무 크거나 깊이 겹쳐서 살펴볼 수 없어요. 붙여 넣은 데이터와 생성된 코드를 지워 주세요.",
    "The file has {mb} MB; at most {most} MB can be handed in.\n  Clear the outputs and save it again.": "파일이 {mb}MB예요. {most}MB까지 제출할 수 있어요.\n  출력을 지우고 다시 저장해 주세요.",
    "The file is empty: nothing was handed in.\n  Save the notebook and choose it again.": "파일이 비어 있어서 제출되지 않았어요.\n  노트북을 저장한 뒤 다시 골라 주세요.",
    "This person is not (or no longer) in the course.": "이 강좌에 등록되어 있지 않아요.",
    "This assignment is not open yet.": "아직 열리지 않은 과제예요.",
    "You have handed in {n} times in {hours} h, which is the limit. The next time is {when} UTC.": "{hours}시간 동안 {n}번 제출해서 한도에 닿았어요. 다음 제출은 {when}(UTC)부터 할 수 있어요.",
    "Say what it is about: the text is empty.": "내용이 비어 있어요. 무엇에 관한 것인지 적어 주세요.",
    "You have asked already (request {n}). Add a message there.": "이미 요청했어요(요청 {n}). 거기에 메시지를 덧붙여 주세요.",
    "{exercise}, {id}: between 0 and {most} points, got {points}.": "{exercise}, {id}: 0점에서 {most}점 사이여야 하는데 {points}점이에요.",
}

PEOPLE = {
    "There is already a person with the {field} “{value}”.": "{field} “{value}”을(를) 쓰는 사람이 이미 있어요.",
    "This {provider} account belongs to somebody else here.": "이 {provider} 계정은 다른 사람의 것이에요.",
    "{at}: the encoding is neither UTF-8 nor CP949.\n  Save it again as “CSV UTF-8”.": "{at}: UTF-8도 CP949도 아니에요.\n  “CSV UTF-8”로 다시 저장해 주세요.",
    "{at}: the file is empty.\n  Save the table as CSV first.": "{at}: 파일이 비어 있어요.\n  먼저 표를 CSV로 저장해 주세요.",
    "{at}: no column “name”. There are: {names}.\n  The first line names the columns: name,email,number,section": "{at}: “name” 열이 없어요. 있는 열: {names}.\n  첫 줄에 열 이름을 적어 주세요: name,email,number,section",
    "{at}: no column tells who is who. There are: {names}.\n  Name one of them email, login or number.": "{at}: 누구인지 알 수 있는 열이 없어요. 있는 열: {names}.\n  그중 하나를 email, login, number 가운데 하나로 불러 주세요.",
    "{at}: this is not a CSV file.\n  Save the table as CSV first.": "{at}: CSV 파일이 아니에요.\n  먼저 표를 CSV로 저장해 주세요.",
    "{at}: {n} cells under {most} headings.": "{at}: 제목은 {most}개인데 칸이 {n}개예요.",
    "{at}: not well-formed CSV ({why}).": "{at}: CSV 형식이 맞지 않아요({why}).",
    "{at}: no column “{name}”. There are: {names}.": "{at}: “{name}” 열이 없어요. 있는 열: {names}.",
    "{at}: the column “{name}” is there twice.": "{at}: “{name}” 열이 두 번 있어요.",
    "{at}: {column}: “{said}” is not a number of points.": "{at}: {column}: “{said}”은(는) 점수가 아니에요.",
    "{at}: name: it is empty.": "{at}: name: 비어 있어요.",
    "{at}: {name} has neither e-mail nor login nor number.\n  One of them is needed to know the person again.": "{at}: {name}에게 이메일도 로그인도 번호도 없어요.\n  같은 사람인지 알아보려면 하나는 있어야 해요.",
    "{at}: email: “{said}” is not an e-mail address.": "{at}: email: “{said}”은(는) 이메일 주소가 아니에요.",
    "{at}: role: must be student, ta or instructor, got “{said}”.": "{at}: role: student, ta, instructor 중 하나여야 하는데 “{said}”이에요.",
    "{at}: language: must be en or ko, got “{said}”.": "{at}: language: en이나 ko여야 하는데 “{said}”이에요.",
    "{at}: {key}: must be a number from {least} to {most}.": "{at}: {key}: {least}에서 {most} 사이의 수여야 해요.",
    "{at}: {key}: “{said}” is in line {line} already.": "{at}: {key}: “{said}”은(는) {line}번째 줄에 이미 있어요.",
    "There is no person {n} to erase.": "지울 사람({n})이 없어요.",
    "The last instructor cannot be erased.": "마지막 교수자는 지울 수 없어요.",
    "The last instructor must stay one, and active.": "마지막 교수자는 활동 중인 교수자로 남아야 해요.",
}


DOCTOR = {
    "could not be looked at: {what}": "살펴볼 수 없었어요: {what}",
    "{a}; tested with {b}": "{a}; {b}에서 시험했어요",
    "not installed": "설치되어 있지 않아요",
    "{version} (CPU build)": "{version} (CPU용)",
    "{version} (GPU, if there is one)": "{version} (GPU가 있으면 GPU)",
    "only Linux has it; the sandbox is weaker here": "Linux에만 있어요. 여기서는 샌드박스가 약해요",
    "grade on a Linux machine": "Linux 기기에서 채점하세요",
    "not installed; the sandbox is weaker": "설치되어 있지 않아요. 샌드박스가 약해져요",
    "not installed; system calls cannot be filtered": "설치되어 있지 않아요. 시스템 호출을 거를 수 없어요",
    "there": "있어요",
    "cannot be tried: no unshare command": "시험할 수 없어요. unshare 명령이 없어요",
    "may be made": "만들 수 있어요",
    "refused by AppArmor": "AppArmor가 막았어요",
    "refused: {why}": "막혔어요: {why}",
    "cannot be loaded: {why}": "불러올 수 없어요: {why}",
    "tier {name}: {title}": "{name} 단계: {title}",
    "see SECURITY.md, “Tiers”": "SECURITY.md의 “Tiers”를 보세요",
    "Python and allclose can be read by every user": "모든 사용자가 Python과 allclose를 읽을 수 있어요",
    "only their owner can enter {paths}; as root the sandbox binds them to a neutral place": "{paths}에는 소유자만 들어갈 수 있어요. root로 실행하면 샌드박스가 다른 곳에 연결해요",
    "only their owner can enter {paths} (a umask of 077 does this)": "{paths}에는 소유자만 들어갈 수 있어요(umask 077일 때 그래요)",
    "no chromium; browser tests are skipped": "chromium이 없어요. 브라우저 시험은 건너뛰어요",
    "cannot be looked for: no fc-list command": "찾아볼 수 없어요. fc-list 명령이 없어요",
    "none; Korean in pictures becomes boxes": "없어요. 그림의 한글이 네모로 보여요",
    "{version}; 3.37 or newer is needed": "{version}; 3.37 이상이 필요해요",
    "use a newer Python build": "더 새로운 Python을 쓰세요",
    "{gb} GB free; hand-ins could be lost": "{gb}GB 남았어요. 제출물을 잃을 수 있어요",
    "free some space where the course lies": "강좌가 있는 디스크를 비우세요",
    "{gb} GB free": "{gb}GB 남았어요",
    "free some space": "디스크를 비우세요",
    "grading and pages share one processor": "채점과 페이지가 프로세서 하나를 나눠 써요",
    "no course.toml in {place}": "{place}에 course.toml이 없어요",
    "{n} mistakes; the first: {line}": "실수 {n}개, 첫 번째: {line}",
    "{a} assignments, {b} exercises": "과제 {a}개, 문제 {b}개",
}

MARKS = {
    "{at}: no column names one of our assignments. Ours are: {names}.": "{at}: 우리 과제 이름을 가진 열이 없어요. 우리 과제: {names}.",
    "{at}: no column tells who is who. One of email, number, login, SIS User ID, ID number is needed.": "{at}: 누구인지 알 수 있는 열이 없어요. email, number, login, SIS User ID, ID number 중 하나가 필요해요.",
    "{at}: no column fits {id}. Name the one with the points. There are: {names}.": "{at}: {id}에 맞는 열이 없어요. 점수가 있는 열의 이름을 알려 주세요. 있는 열: {names}.",
    "{at}: more than one column fits {id}. Name the one with the points. There are: {names}.": "{at}: {id}에 맞는 열이 여럿이에요. 점수가 있는 열의 이름을 알려 주세요. 있는 열: {names}.",
    "{at}: {value} is more than twice the maximum of {most}.": "{at}: {value} – 만점 {most}의 두 배를 넘어요.",
    "{at}: nobody here is “{who}”.": "{at}: “{who}” – 이 강좌에 없는 사람이에요.",
    "{at}: {who} is in line {line} already.": "{at}: {who} – {line}행에 이미 있어요.",
    "{at}: {who} is not in this course: left as it was": "{at}: {who} – 이 강좌에 없어서 그대로 뒀어요",
    "{at}: “{heading}” is out of {there} there and out of {here} here: change the points in Canvas": "{at}: “{heading}”의 만점이 Canvas에서는 {there}, 여기서는 {here}이에요. Canvas의 배점을 바꿔 주세요",
    "{who} is not in the file": "{who} – 파일에 없어요",
    "{who}: empty, left alone": "{who}: 비어 있어서 그대로 둬요",
}


REGRADES = {
    "A regrade needs a reason: each person whose mark moves reads it.": "재채점에는 이유가 필요해요. 점수가 바뀌는 사람마다 읽어요.",
    "Regrade {n} of {id} is not decided yet.\n  Apply or discard it first: allclose regrade {again} --discard": "{id}의 재채점 {n}번이 아직 결정되지 않았어요.\n  먼저 적용하거나 버려 주세요: allclose regrade {again} --discard",
    "{n} of {of} hand-ins are not regraded yet ({parked} parked).\n  Wait, or look at the parked ones in the queue.": "제출물 {of}건 중 {n}건이 아직 재채점되지 않았어요(보류 {parked}건).\n  기다리거나 대기열에서 보류된 것을 확인해 주세요.",
    "A hand-in arrived just now and is not regraded yet.\n  Apply again in a moment.": "방금 들어온 제출물이 아직 재채점되지 않았어요.\n  잠시 뒤에 다시 적용해 주세요.",
    "Regrade {n} came after it.\n  Undo or discard that one first.": "그 뒤에 재채점 {n}번이 있어요.\n  먼저 그것을 되돌리거나 버려 주세요.",
    "Regrade {n} is {state}; this needs one that is {wanted}.": "재채점 {n}번의 상태({state})에서는 할 수 없어요. {wanted} 상태여야 해요.",
    "An override needs a reason: the student reads it.": "직접 정하려면 이유가 필요해요. 학생이 읽어요.",
    "{exercise}: between 0 and {most} points, got {points}.": "{exercise}: 0점에서 {most}점 사이여야 하는데 {points}점이에요.",
    "“{place}” is no place for the mail password.": "“{place}”에는 메일 비밀번호를 둘 수 없어요.",
    "The mail password was not found: there is no {place} that the server can read.": "메일 비밀번호를 찾지 못했어요. 서버가 읽을 수 있는 {place}이(가) 없어요.",
    "Say why grading is stopped: those who wait read it.": "왜 멈추는지 적어 주세요. 기다리는 사람들이 읽어요.",
}


def korean(text: str) -> str:
    """Return the Korean of a refusal; a sentence that is not known here stays as it is.

    >>> korean("“a.txt” is not a notebook. Hand in the .ipynb file, or a zip with it.")
    '“a.txt” 파일은 노트북이 아니에요. .ipynb 파일이나 그것을 담은 zip을 제출해 주세요.'
    """
    for pattern, said in _patterns():
        if found := pattern.fullmatch(text):
            return said.format(**found.groupdict())
    return text


def known(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern, _said in _patterns())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The longer sentence first, so that a short one does not take its beginning for a place."""
    every = sorted((UPLOADS | PEOPLE | DOCTOR | MARKS | REGRADES).items(), key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))
    return tuple((re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), said) for english, said in every)
