"""Figures that can be moved: a gallery, and each on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template

from webapp.accounts import public
from webapp.language import chosen
from webapp.navigation import Link
from webapp.quiz.words import Text
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
LINKS = (Link("figures.index", _l("Figures"), 12),)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a page without scripts says about a figure: its name, and the question to answer by moving it."""

    name: str
    title: Text
    question: Text


def _figure(name: str, title: str, title_ko: str, question: str, question_ko: str) -> Figure:
    return Figure(name=name, title=Text(en=title, ko=title_ko), question=Text(en=question, ko=question_ko))


FIGURES = (
    _figure("bv", "Bias and variance of polynomial fits", "다항식 적합의 편향과 분산",
            "At which degree is the total error smallest?", "전체 오차는 몇 차에서 가장 작을까요?"),
    _figure("l12", "L1 and L2 penalties as constraints", "제약으로 본 L1과 L2 벌점",
            "At which λ does a weight become exactly zero?", "λ가 얼마일 때 가중치가 정확히 0이 될까요?"),
    _figure("lstm", "Gradient over distance: RNN and LSTM", "거리에 따른 기울기: RNN과 LSTM",
            "Which forget gate keeps between 10 % and 20 % of the gradient after 50 steps?",
            "50단계 뒤에 기울기의 10~20%를 남기는 망각 게이트는 얼마일까요?"),
    _figure("opt", "Optimizers on a surface", "곡면 위의 옵티마이저",
            "At which learning rate does SGD begin to diverge?", "SGD는 학습률이 얼마일 때부터 발산할까요?"),
    _figure("bc", "Bias correction", "편향 보정",
            "How far does the first step move with and without it?", "첫걸음의 크기는 보정이 있을 때와 없을 때 얼마나 다를까요?"),
    _figure("sch", "Learning-rate schedules", "학습률 스케줄",
            "Where does the learning rate jump, and where is it continuous?", "학습률은 어디에서 뛰고 어디에서 이어질까요?"),
    _figure("bn", "Batch normalisation", "배치 정규화",
            "How large must the batch be before train and eval agree?", "배치가 얼마나 커야 훈련과 평가가 비슷해질까요?"),
    _figure("drop", "Dropout", "드롭아웃", "Which units are off, and what happens to the mean?", "어떤 유닛이 꺼지고 평균은 어떻게 될까요?"),
    _figure("es", "Early stopping", "조기 종료",
            "Which patience stops after the true minimum, but not much later?",
            "참 최솟값을 지나되 너무 늦지 않게 멈추는 인내 횟수는 얼마일까요?"),
    _figure("cv", "Cross-validation splits", "교차검증의 분할", "Which split trains on the future?", "어떤 분할이 미래로 훈련할까요?"),
    _figure("mix", "Mixing examples", "표본 섞기", "What does the label become?", "라벨은 어떻게 될까요?"),
    _figure("newton", "Newton's method", "뉴턴법", "From where does it not arrive?", "어디에서 출발하면 도착하지 못할까요?"),
    _figure("flat", "Sharp and flat minima", "첨예한 최소점과 평탄한 최소점",
            "At which minimum does a small shift of the test loss cost more?",
            "시험 손실이 조금 이동하면 어느 최소점에서 더 큰 손해를 볼까요?"),
)  # fmt: skip


@blueprint.app_template_global("figure_page")
def figure_page(id: str | None) -> str | None:
    """The page's name of a figure that an exercise calls “FIG-BV”; None where there is no such page yet."""
    name = (id or "").removeprefix("FIG-").lower()
    return name if any(figure.name == name for figure in FIGURES) else None


@blueprint.app_template_global("figure_title")
def figure_title(name: str) -> str:
    """What a figure is called in the page's language."""
    return next((figure.title.in_(chosen()) for figure in FIGURES if figure.name == name), name)


@blueprint.get("/")
@public
def index() -> str:
    return render_template("figures/index.html", figures=FIGURES)


@blueprint.get("/<name>")
@public
def show(name: str) -> Any:
    place = next((place for place, figure in enumerate(FIGURES) if figure.name == name), None)
    if place is None:
        abort(404)
    return render_template(
        "figures/show.html",
        figure=FIGURES[place],
        before=FIGURES[place - 1] if place else None,
        after=FIGURES[place + 1] if place + 1 < len(FIGURES) else None,
    )
