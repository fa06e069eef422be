"""Hidden suites in one warm pytest session: collected once, run for every hand-in.

Theory of operation: pytest is started without plugins that cost time or leak output. Our plugin replaces the collection
(by none) and the run loop (by a function of ours, which may collect bundles whenever it meets a new one and run their
items as often as it likes through the public `pytest_runtest_protocol` hook). Each run costs well under a millisecond
per check, because no traceback is formatted and nothing is captured; and most checks are called directly (`direct`).
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from grader.checks import Tools
from grader.errors import CourseError, SandboxError
from grader.inside import asking
from grader.judge import direct
from grader.judge.lanes import in_lanes
from grader.judge.report import Text
from grader.judge.sitting import Agree, Ask, CheckFailed, CheckRun, Sitting
from grader.judge.suite import Suite, Task

_QUIET = ["terminal", "cacheprovider", "logging", "capture", "faulthandler", "unraisableexception", "threadexception", "randomly", "xdist"]


@dataclass(frozen=True)
class Check:
    """One collected test function, with what its `@points` says."""

    item: pytest.Function
    id: str
    kind: str
    worth: float
    title: Text
    public: bool
    tags: tuple[str, ...]
    call: direct.Call | None = None  # None: pytest has to run it

    def begin(self) -> CheckRun:
        return CheckRun(self.id, self.kind, self.worth, self.title, self.public, self.tags)


class CheckPlugin:
    """Fixtures of hidden suites, bound to the sitting that is in progress."""

    sitting: Sitting

    @pytest.fixture(name="agree")
    def _agree(self) -> Agree:
        return Agree(self.sitting)

    @pytest.fixture(name="student")
    def _student(self) -> Ask:
        return Ask(self.sitting)

    @pytest.fixture(name="reference")
    def _reference(self) -> Callable[..., Any]:
        return self.sitting.reference

    @pytest.fixture(name="expect")
    def _expect(self) -> Callable[[object, str], None]:
        return self.sitting.expect

    @pytest.fixture(name="rng")
    def _rng(self) -> Any:
        return self.sitting.draw()

    @pytest.fixture(name="device")
    def _device(self) -> str:
        return self.sitting.device

    @pytest.fixture(name="tools")
    def _tools(self) -> Tools:
        return self.sitting.tools()

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """A check that noted differences fails at its end."""
        result = yield
        if self.sitting.run.findings:
            raise CheckFailed
        return result


class Session(CheckPlugin):
    """A warm pytest session. `run(body)` calls `body(session)` inside it and returns what it returns."""

    def __init__(self, body: Callable[[Session], Any]) -> None:
        self._body = body
        self._pytest: pytest.Session | None = None
        self._checks: dict[Path, list[Check]] = {}
        self.result: Any = None
        self.error: BaseException | None = None

    def pytest_collection(self, session: pytest.Session) -> bool:
        session.items = []
        session.testscollected = 0
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._pytest = session
        try:
            self.result = self._body(self)
        except BaseException as error:
            self.error = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        if call.excinfo is not None and self.sitting.run.raised is None:
            self.sitting.run.raised = call.excinfo.value
        outcome: Any = "failed" if call.excinfo else "passed"
        when: Any = call.when
        return pytest.TestReport(
            item.nodeid, item.location, {}, outcome, None, when, duration=call.duration, start=call.start, stop=call.stop
        )

    def checks(self, task: Task) -> list[Check]:
        """The checks of an exercise, collected on first use."""
        if task.folder not in self._checks:
            self._checks[task.folder] = self._collect(task)
        return self._checks[task.folder]

    def _collect(self, task: Task) -> list[Check]:
        assert self._pytest is not None
        path = task.folder / "test_hidden.py"
        try:
            items = list(self._pytest.perform_collect([str(path)], genitems=True))
        except pytest.UsageError as error:
            raise CourseError(f"{task.id}: {error}") from error
        problem = next((r for r in self._pytest.config.stash.get(_FAILED, [])), None)
        if problem is not None:
            self._pytest.config.stash[_FAILED] = []
            raise CourseError(f"{task.id}/test_hidden.py: {problem}")
        checks = [check_of(task, item) for item in items if isinstance(item, pytest.Function)]
        if not checks:
            raise CourseError(f"{task.id}/test_hidden.py: no check. Write a function test_… with @points(…).")
        return checks

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._config.stash.setdefault(_FAILED, []).append(str(report.longrepr)[-2000:])

    def pytest_configure(self, config: pytest.Config) -> None:
        self._config = config
        config.addinivalue_line("markers", "points(worth, kind, public, tags, title): what a hidden check is worth")

    def sit(self, sitting: Sitting, checks: Iterable[Check]) -> list[CheckRun]:
        """Run the checks for one sitting; those of a child in turns, several at once."""
        checks = list(checks)
        runs = [check.begin() for check in checks]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jobs = [partial(self._sit, check, sitting, run) for check, run in zip(checks, runs, strict=True)]
            if hasattr(sitting.student, "begin") and all(check.call is not None for check in checks):
                before = len(sitting.recording.entries)
                in_lanes(jobs)
                place = {run.id: i for i, run in enumerate(runs)}
                sitting.recording.entries[before:] = sorted(sitting.recording.entries[before:], key=lambda entry: place[entry.check])
            else:
                for job in jobs:
                    job()
        return runs

    def _sit(self, check: Check, sitting: Sitting, run: CheckRun) -> None:
        own = replace(sitting, run=run)
        if check.call is not None:
            direct.run(check.call, own)
        else:
            self.sitting = own
            _through_pytest(check.item, own)
        if isinstance(run.raised, SandboxError):
            raise run.raised  # our machinery failed in the middle of a check: the hand-in is tried again, not marked


def _through_pytest(item: pytest.Function, sitting: Sitting) -> None:
    """Run one check with everything that pytest offers. It is told that nothing follows, so all set-up is torn down."""
    try:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    except (KeyboardInterrupt, pytest.exit.Exception) as error:
        sitting.run.raised = error
        item.session._setupstate.teardown_exact(None)  # the protocol was left half-way
    item.user_properties.clear()
    item._report_sections.clear()


_FAILED: pytest.StashKey[list[str]] = pytest.StashKey()


def check_of(task: Task, item: pytest.Function) -> Check:
    """Read `@points` off a collected test; refuse what would leak state from one hand-in to the next."""
    if item.cls is not None:
        raise CourseError(
            f"{task.id}/test_hidden.py: “{item.cls.__name__}” is a test class; all students would share its instance. "
            "Write plain functions."
        )
    mark = item.get_closest_marker("points")
    if mark is None:
        raise CourseError(f"{task.id}/test_hidden.py: “{item.originalname}” has no points. Write @points(2) above it.")
    worth = float(mark.args[0])
    if not worth > 0:
        raise CourseError(f"{task.id}/test_hidden.py: “{item.originalname}” is worth {worth:g}. Points must be positive.")
    title = mark.kwargs.get("title")
    if not title:
        doc = (item.function.__doc__ or "").strip().split("\n", 1)[0]
        if not doc:
            raise CourseError(f"{task.id}/test_hidden.py: “{item.originalname}” has no docstring. The student reads its first line.")
        title = task.text("titles", item.originalname, doc)
    options = mark.kwargs
    return Check(
        item,
        item.name,
        options.get("kind", "value"),
        worth,
        title,
        bool(options.get("public")),
        tuple(options.get("tags", ())),
        direct.direct_call(item),
    )


def in_session(body: Callable[[Session], Any]) -> Any:
    """Call `body` inside a warm pytest session and return its result.

    Nothing compiled is left beside a suite: kept suites must stay what was kept, byte for byte.
    """
    sys.dont_write_bytecode = True
    asking.leave_out_profiling()
    plugin = Session(body)
    disabled = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    arguments = ["-c", os.devnull, "--import-mode=importlib", "-o", "python_files=test_hidden.py", "--rootdir", os.sep]
    try:
        pytest.main([*arguments, *(f"-pno:{name}" for name in _QUIET)], plugins=[plugin])
    finally:
        if disabled is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = disabled
    if plugin.error is not None:
        raise plugin.error
    return plugin.result


def suites(folders: Iterable[Path]) -> list[Suite]:
    return [Suite(folder) for folder in folders]
