"""Figures in a real browser: their numbers against Python, the keyboard, both languages, and what axe says."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from webapp.pages.figures import FIGURES

pytestmark = pytest.mark.browser
pytest.importorskip("playwright")

HERE = Path(__file__).parent
AXE = HERE.parent / "vendor" / "axe.min.js"


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


golden = _module(HERE / "golden.py")
stills = _module(HERE / "stills.py")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from webapp.app import create_app

    app = create_app(tmp_path_factory.mktemp("course"), testing=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["records"].close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chrome: Any, site: str) -> Iterator[Any]:
    context = chrome.new_context(base_url=site, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    found = context.new_page()
    found.errors = []
    found.on("pageerror", lambda error: found.errors.append(str(error)))
    found.on(
        "console", lambda said: found.errors.append(said.text) if said.type == "error" and "favicon" not in said.location["url"] else None
    )
    yield found
    context.close()


def show(page: Any, name: str) -> None:
    if not page.url.endswith(f"/figures/{name}"):
        page.goto(f"/figures/{name}")
        page.wait_for_function("() => document.querySelector('[data-figure]')?.figure")


@pytest.mark.parametrize("case", golden.CASES, ids=lambda case: f"{case[0]}-{'-'.join(map(str, case[1].values()))}")
def test_the_numbers_shown_agree_with_python(page: Any, case: tuple[str, dict[str, Any], dict[str, float]]) -> None:
    name, values, wanted = case
    show(page, name)
    got = page.evaluate(
        """(values) => { const f = document.querySelector('[data-figure]').figure; Object.assign(f.values, values); f.redraw(); return f.numbers; }""",
        values,
    )
    # Numbers that both sides carry in float64: only the order of additions differs.
    assert {key: got[key] for key in wanted} == pytest.approx(wanted, rel=1e-6, abs=1e-4 if name == "opt" else 1e-9)


OPTIMIZERS = [
    ("momentum", ("optimizers", "opt-momentum", "Momentum"), {"lr": 0.05}),
    ("adam", ("adaptive-optimizers", "opt-adam", "Adam"), {"lr": 0.1}),
    ("adagrad", ("optimizers", "opt-adagrad", "Adagrad"), {"lr": 0.1}),
    ("rmsprop", ("adaptive-optimizers", "opt-rmsprop", "RMSprop"), {"lr": 0.1}),
]


@pytest.mark.parametrize(("rule", "where", "options"), OPTIMIZERS, ids=[rule for rule, *_ in OPTIMIZERS])
def test_the_paths_are_those_of_the_exercises(page: Any, rule: str, where: tuple[str, str, str], options: dict[str, float]) -> None:
    show(page, "opt")
    values = {
        "surface": "quadratic",
        "rule": rule,
        "kappa": 10,
        "noise": 0,
        "steps": 30,
        "beta": 0.9,
        "beta2": 0.999,
        "eps": 1e-7,
        **options,
    }
    extra = {"momentum": {"beta": 0.9}, "adam": {"eps": 1e-7}, "adagrad": {"eps": 1e-7}, "rmsprop": {"eps": 1e-7}}[rule]
    wanted = golden.walk(*where, **options, **extra)
    got = page.evaluate(
        """(values) => { const f = document.querySelector('[data-figure]').figure; Object.assign(f.values, values); f.redraw(); return f.numbers; }""",
        values,
    )
    assert {key: got[key] for key in wanted} == pytest.approx(wanted, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_moves_by_keyboard_says_what_is_seen_and_axe_finds_nothing(page: Any, figure: Any) -> None:
    page.errors.clear()
    show(page, figure.name)
    title = page.locator("figcaption strong").inner_text()
    assert title and page.locator(".figure-seen").inner_text().strip()
    slider = page.locator(".figure-controls input[type=range]").first
    before = slider.evaluate("node => node.value")
    slider.focus()
    slider.press("ArrowRight")
    if slider.evaluate("node => node.value") == before:
        slider.press("ArrowLeft")
    assert slider.evaluate("node => node.value") != before
    assert slider.evaluate("node => node.closest('label').querySelector('output').textContent")
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []
    assert page.errors == []


def test_the_same_seed_draws_the_same_figure(page: Any) -> None:
    drawn = []
    for _ in range(2):
        page.goto("/figures/es")
        page.wait_for_function("() => document.querySelector('[data-figure]')?.figure")
        drawn.append(page.locator("figure svg .curve").evaluate_all("nodes => nodes.map((n) => n.getAttribute('d'))"))
    assert drawn[0] == drawn[1] and drawn[0]


def test_korean_figures_are_korean(chrome: Any, site: str) -> None:
    context = chrome.new_context(base_url=site, locale="ko-KR")
    page = context.new_page()
    for figure in FIGURES:
        page.goto(f"/figures/{figure.name}")
        page.wait_for_function("() => document.querySelector('[data-figure]')?.figure")
        text = page.locator("[data-figure]").inner_text()
        assert any("가" <= letter <= "힣" for letter in text), figure.name
        assert "undefined" not in text and "NaN" not in text
    context.close()


@pytest.mark.parametrize("language", stills.LANGUAGES)
def test_the_stills_are_what_the_figures_draw_today(chrome: Any, site: str, language: str) -> None:
    """To draw them again: python -m tests.webapp.figures.stills"""
    context = chrome.new_context(base_url=site, locale=stills.LANGUAGES[language], reduced_motion="reduce")
    page = context.new_page()
    changed = [f.name for f in FIGURES if stills.still(page, f.name) != stills.path(f.name, language).read_text(encoding="utf-8")]
    context.close()
    assert changed == []


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("ko-KR", "dark")])
def test_without_scripts_the_gallery_shows_every_figure_and_axe_finds_nothing(chrome: Any, site: str, locale: str, scheme: str) -> None:
    context = chrome.new_context(
        base_url=site, locale=locale, color_scheme=scheme, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/figures/")
    assert page.locator(".still svg[aria-label]").count() == len(FIGURES)
    html = page.content()
    for figure in FIGURES:
        page.goto(f"/figures/{figure.name}")
        assert page.locator("[data-figure] svg[aria-label]").count() == 1
    context.close()
    assert "style=" not in html and "<script" not in html.split("<main", 1)[1].split("</main>", 1)[0]
    context = chrome.new_context(base_url=site, locale=locale, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/figures/")
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
