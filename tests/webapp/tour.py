"""Walk through the demo course as student, TA and instructor, in a real browser: `python -m tests.webapp.tour` writes docs/tour/*.png.

Pages are found by the links that a page offers, so a page that is added is visited too. What goes wrong (an error on the console or in
the server's log, an answer of 400 or more, a page wider than the screen) is collected and returned.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "tour"
CHROMIUM = shutil.which("chromium")
ROLES = {"student": "jiwoo", "student in Korean": "seoyeon", "TA": "mina", "instructor": "rossi"}
MOST = 90  # pages for each role
ALIKE = 3  # so many of the pages that lie side by side (/figures/bv, /figures/bc …)
SKIPPED = (
    "/stream",
    "/file",
    "/feedback.html",
    "/export",
    ".csv",
    ".json",
    "/notebook/",
    "/metrics",
    "/healthz",
)  # downloads and what never ends


@dataclass
class Found:
    """What the walk has seen."""

    visited: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def served(folder: Path, *, course: Path = ROOT, judges: int = 2) -> Iterator[str]:
    """The demo of a course, as `allclose demo` serves it; its address. The log lies in `folder/log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "grader.cli", "demo", "--course", str(course), "--to", str(folder / "demo"), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--judges", str(judges)], cwd=ROOT, stdout=log, stderr=log)
        try:
            _answers(f"http://127.0.0.1:{port}/healthz", process, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)


def _answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise AssertionError(log.read_text()[-3000:])
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the demo did not answer\n" + log.read_text()[-3000:])


def graded(folder: Path, *, seconds: float) -> None:
    """Wait until nothing waits in the queue of the demo."""
    from grader.records import Records
    from webapp.demo.progress import waiting

    ends = time.monotonic() + seconds
    with Records(folder / "demo" / "var", readonly=True) as records:
        while (left := waiting(records)) and time.monotonic() < ends:
            time.sleep(1.0)
    if left:
        raise AssertionError(f"{left} hand-ins are still not graded after {seconds:.0f} s")


def complaints(log: Path) -> list[str]:
    """Lines of the server's log that tell of an error: a traceback, or an answer of 500 and more."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        status = json.loads(line).get("status", 0) if line.startswith("{") else 0
        if status >= 500 or line.startswith("Traceback") or "not started" in line:
            found.append(line)
    return found


def walk(browser, url: str, found: Found, *, width: int = 1100, most: int = MOST) -> None:
    """Log in as each of the roles with one click, and open every page that is linked from where they come."""
    for role, login in ROLES.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        _listen(page, role, found)
        page.goto(f"{url}/login/demo/{login}")
        found.visited[role] = _crawl(page, url, role, found, most)
        context.close()


def _listen(page, role: str, found: Found) -> None:
    """Write down every error that the console tells."""

    def said(words: str) -> None:
        found.wrong.append(f"{role}, {page.url}: {words}")

    page.on("console", lambda message: said(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said(str(error)))


def _crawl(page, url: str, role: str, found: Found, most: int) -> list[str]:
    """Breadth first; of pages that lie side by side, some are enough. What the bar at the top offers is always opened."""
    page.goto(url)
    offered = {urlsplit(link).path for link in page.eval_on_selector_all("nav a[href]", "links => links.map(a => a.href)")}
    waiting, done, kinds = ["/"], [], {}
    while waiting and len(done) < most:
        path = waiting.pop(0)
        parent, _, last = path.rstrip("/").rpartition("/")
        kind = f"{parent}/quiz" if last.startswith("quiz-") and parent else parent
        if path in done or (kinds.get(kind, 0) >= ALIKE and kind and path not in offered):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        done.append(path)
        answer = page.goto(url + path)
        if answer is not None and answer.status >= 400:
            found.wrong.append(f"{role}, {path}: {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.wrong.append(f"{role}, {path}: wider than the screen")
        links = page.eval_on_selector_all("a[href]", "links => links.filter(a => !a.download).map(a => a.href)")
        ours = [urlsplit(link) for link in links if link.startswith(url)]
        waiting += [p.path for p in ours if not any(part in p.path for part in SKIPPED) and p.path not in done]
    return done


SHOTS = [
    # name, who, path (and a link to follow there; @: the newest hand-in of a lab), width, theme
    ("student-home", "jiwoo", "/", 1000, "light"),
    ("feedback", "jiwoo", "@feedback adaptive-optimizers", 1000, "light"),
    ("feedback-korean-phone", "seoyeon", "@feedback schedulers", 390, "dark"),
    ("quiz", "jiwoo", "/quizzes/quiz-optimizers > a[href$='/result']", 1000, "light"),
    ("figure", "jiwoo", "/figures/bc", 1000, "light"),
    ("staff-home", "rossi", "/", 1000, "light"),
    ("regrade", "rossi", "/desk/ > a[href*='/regrade/']", 1000, "light"),
]


def shots(browser, url: str, into: Path) -> None:
    """Write the pictures of the tour; pages of the instructor's bar that the README shows are among them."""
    into.mkdir(parents=True, exist_ok=True)
    for name, login, path, width, theme in SHOTS:
        page = _as(browser, url, login, width, theme)
        if path.startswith("@"):
            _feedback(page, f"{url}/a/{path.split()[1]}")
        else:
            start, _, link = path.partition(" > ")
            page.goto(url + start)
            if link:
                page.locator(link).first.click()
        height = 844 if width < 500 else 1500 if name == "feedback" else 1000
        page.screenshot(path=into / f"{name}.png", clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
        page.context.close()
    shown = set(re.findall(r"docs/tour/(staff-[\w-]+)\.png", (ROOT / "README.md").read_text(encoding="utf-8")))
    page = _as(browser, url, "rossi", 1200, "light")
    page.goto(url)
    for link in page.eval_on_selector_all("nav a[href]", "links => links.map(a => a.href)"):
        name = f"staff-{urlsplit(link).path.strip('/').replace('/', '-')}"
        if name in shown:
            page.goto(link)
            page.screenshot(path=into / f"{name}.png", clip={"x": 0, "y": 0, "width": 1200, "height": 900})
    page.context.close()


def _as(browser, url: str, login: str, width: int, theme: str):
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/login/demo/{login}")
    return page


def _feedback(page, lab: str) -> None:
    """Go to the newest hand-in of a lab, and wait until its plots are drawn."""
    page.goto(lab)
    page.locator("table a[href*='/h/']").first.click()
    page.wait_for_selector("[data-drawing]", state="detached", timeout=60_000)  # the page fetches them itself


def main() -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "tour"
    with served(folder) as url, sync_playwright() as playwright:
        graded(folder, seconds=900)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shots(browser, url, PICTURES)
        found = Found()
        walk(browser, url, found)
        browser.close()
    for role, pages in found.visited.items():
        print(f"{role}: {len(pages)} pages: {' '.join(pages)}")
    wrong = [*found.wrong, *complaints(folder / "log")]
    print("\n".join(wrong) or "Nothing went wrong.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
