"""The tour of the demo: every page that anybody is offered, in a real browser, without an error on the console or in the server's log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webapp import tour

pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(1500), pytest.mark.skipif(tour.CHROMIUM is None, reason="no chromium")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour")


@pytest.fixture(scope="module")
def url(folder: Path):
    with tour.served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tour.CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_while_it_is_being_graded_every_page_can_be_looked_at(url, chromium, folder) -> None:
    found = tour.Found()
    tour.walk(chromium, url, found, most=12)
    assert [*found.wrong, *tour.complaints(folder / "log")] == []


@pytest.mark.parametrize("width", [1100, 360])
def test_once_it_is_graded_the_tour_of_all_roles_meets_no_error(url, chromium, folder, width) -> None:
    tour.graded(folder, seconds=1200)
    found = tour.Found()
    tour.walk(chromium, url, found, width=width)
    assert [*found.wrong, *tour.complaints(folder / "log")] == []
    assert all(len(pages) >= 8 for pages in found.visited.values()), found.visited
    assert any(path.startswith("/quizzes/desk") for path in found.visited["instructor"])
    assert not any(path.startswith("/quizzes/desk") for path in found.visited["student"])
