"""Questions of another system become a folder of the bank: looked at first, written only when asked, never over something.

Theory of operation. `look` reads the file and makes our question of each that we can ask; the right answer of each is graded once, so that
what is imported works. What the other system does not have (a second language, words for wrong options, a second computation of a number)
is listed for the instructor to add in the files. `write` makes the folder under another name, reads it as the bank will, and renames it.
"""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.errors import CourseError
from webapp.quiz import bank, recompute, types
from webapp.quiz.interop import gift, moodle, ours
from webapp.quiz.interop.neutral import LeftOut, Plain, Unreadable
from webapp.quiz.question import Question
from webapp.quiz.reading import read_yaml
from webapp.quiz.words import AnswerError, Text

KEPT_S = 86_400.0  # how long a file that was looked at waits to be imported
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class _Written(yaml.SafeDumper):
    """Writes every text out: our files have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One question as it would be kept."""

    id: str
    spec: Question
    data: dict[str, Any]
    to_do: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a file would become."""

    form: str  # moodle or gift
    questions: tuple[Looked, ...]
    left_out: tuple[LeftOut, ...]


def look(data: bytes) -> Plan:
    """Read a file of Moodle XML or GIFT; Unreadable if it is neither."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            "The file is not UTF-8 text. Save it as UTF-8, or export it again.",
            "UTF-8 텍스트 파일이 아니에요. UTF-8로 저장하거나 다시 내보내 주세요.",
        ) from None
    form = "moodle" if text.lstrip().startswith("<") else "gift"
    found, left_out = (moodle if form == "moodle" else gift).read(text)
    if not found and not left_out:
        raise Unreadable(
            "There is no question in this file. Choose a Moodle XML or GIFT file.",
            "이 파일에는 문제가 없어요. Moodle XML이나 GIFT 파일을 골라 주세요.",
        )
    questions: list[Looked] = []
    for plain in found:
        one = _one(plain, {question.id for question in questions})
        if isinstance(one, Text):
            left_out.append((plain.name, one))
        else:
            questions.append(one)
    return Plan(form=form, questions=tuple(questions), left_out=tuple(left_out))


def _one(plain: Plain, taken: set[str]) -> Looked | Text:
    """The question as one of ours, or why it cannot be one."""
    id = _id(plain.name, taken)
    try:
        data = ours.data(plain)
        spec = bank.question(data, Path("imported") / f"{id}.yaml")
        module = types.find(spec.type)
        broken = module.problems(spec)
        variant = module.generate(spec, random.Random(0))
        right = module.grade(spec, variant, module.parse(spec, module.solve(spec, variant))).right
    except (CourseError, AnswerError, ValueError, LookupError, StopIteration) as error:
        return Text(en=f"cannot be made into a question: {str(error)[:200]}", ko=f"문제로 만들 수 없어요: {str(error)[:200]}")
    if not right:
        return Text(en="no answer to it earns all points", ko="만점을 받는 답이 없어요")
    return Looked(id=id, spec=spec, data=data, to_do=_to_do(plain, spec, broken))


def _id(name: str, taken: set[str]) -> str:
    """A file's name from a question's: the last part of its path in plain letters, with a number if it is taken."""
    bare = re.sub(r"[^A-Za-z0-9]+", "-", name.rpartition("/")[2]).strip("-")[:40] or "Q"
    bare = f"{bare}-question" if bare.lower() == "quiz" else bare
    used = {one.lower() for one in taken}
    return next(id for id in (bare + (f"-{n}" if n else "") for n in range(len(taken) + 2)) if id.lower() not in used)


def _to_do(plain: Plain, spec: Question, broken: Sequence[str]) -> tuple[Text, ...]:
    """What an author has to add before `allclose check quizzes` is content."""
    found = []
    if plain.stem.en == plain.stem.ko:
        found.append(Text(en="one language only: write the other", ko="한 언어뿐이에요. 다른 언어를 써 주세요"))
    if any(answer.share <= 0 and answer.why is None and answer.text.en for answer in plain.answers):
        found.append(Text(en="wrong answers without a word: say what is mistaken", ko="틀린 답에 설명이 없어요. 무엇이 틀렸는지 써 주세요"))
    if not plain.explain.en:
        found.append(Text(en="no worked solution", ko="풀이가 없어요"))
    if spec.type in recompute.MUST:
        file = f"{recompute.FILE}: {spec.id}"
        found.append(
            Text(en=f"the stated number must be computed a second way ({file})", ko=f"답을 다른 방법으로 한 번 더 계산해야 해요({file})")
        )
    return (*found, *(Text(en=problem, ko=problem) for problem in broken if "no feedback" not in problem))


def write(plan: Plan, quizzes: Path, *, name: str, title: str) -> Path:
    """Make the folder `name` of the bank; Unreadable says why not. All of it or nothing."""
    if not NAME.fullmatch(name):
        raise Unreadable(
            f"“{name[:40]}” cannot be a folder's name. Use small letters, digits and hyphens, for example week-3.",
            f"‘{name[:40]}’은(는) 폴더 이름으로 쓸 수 없어요. week-3처럼 영어 소문자, 숫자, 붙임표로 써 주세요.",
        )
    if (quizzes / name).exists():
        raise Unreadable(
            f"There is already a bank “{name}”. Choose another name.", f"‘{name}’ 문제은행이 이미 있어요. 다른 이름을 써 주세요."
        )
    if not plan.questions:
        raise Unreadable("No question of this file can be imported.", "이 파일에서 가져올 수 있는 문제가 없어요.")
    try:
        quizzes.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=quizzes, prefix=".import-") as draft:
            folder = Path(draft) / name
            _fill(folder, plan, title.strip() or name)
            bank.load_quiz(folder)
            folder.rename(quizzes / name)
    except OSError as error:
        raise Unreadable(
            f"The course's folder cannot be written ({error.strerror}). Give the server's user the right to write in solutions/quizzes.",
            f"수업 폴더에 쓸 수 없어요({error.strerror}). 서버 사용자에게 solutions/quizzes의 쓰기 권한을 주세요.",
        ) from None
    return quizzes / name


def _fill(folder: Path, plan: Plan, title: str) -> None:
    folder.mkdir()
    about = {"en": f"Imported ({len(plan.questions)} questions).", "ko": f"가져온 문제 {len(plan.questions)}개."}
    opening = {
        "title": {"en": title, "ko": title},
        "about": about,
        "code": f"QZ-{folder.name.upper()}",
        "questions": [q.id for q in plan.questions],
    }
    _dump(folder / "quiz.yaml", opening)
    for question in plan.questions:
        _dump(folder / f"{question.id}.yaml", question.data)


def _dump(path: Path, data: dict[str, Any]) -> None:
    """Write what `read_yaml` reads back as the same data."""
    path.write_text(yaml.dump(data, Dumper=_Written, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    if read_yaml(path) != data:
        raise CourseError(f"{path.name}: this text cannot be kept as YAML. Look for control characters in it.")


def staged(folder: Path, token: str) -> bytes:
    """The file that was looked at; Unreadable if it is gone."""
    path = folder / token
    if not re.fullmatch(r"[0-9a-f]{64}", token) or not path.is_file():
        raise Unreadable("Choose the file again: it was looked at too long ago.", "파일을 다시 골라 주세요. 살펴본 지 오래되었어요.")
    return path.read_bytes()


def stage(folder: Path, data: bytes) -> str:
    """Keep a file between looking and importing, and return its token; what is older than a day goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
    token = hashlib.sha256(data).hexdigest()
    (folder / token).write_bytes(data)
    return token
