"""`pytest solutions/…/test_hidden.py`: an author runs a hidden suite against the reference, with pytest as usual.

`solutions/conftest.py` registers this plugin.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.judge.session import CheckPlugin, check_of
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite, Task


class AuthorPlugin(CheckPlugin):
    def __init__(self) -> None:
        self._suites: dict[Path, Suite] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if item.path.name != "test_hidden.py" or not isinstance(item, pytest.Function):
            return
        try:
            task = self._task(item.path.parent)
            check = check_of(task, item)
        except CourseError as error:
            pytest.fail(str(error), pytrace=False)
        self.sitting = Sitting(task, task.reference)
        self.sitting.run = check.begin()

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """A check that noted differences fails at its end, in words."""
        from grader.feedback.sentences import sentence

        if pyfuncitem.path.name != "test_hidden.py":
            return (yield)
        result = yield
        if self.sitting.run.findings:
            pytest.fail("\n".join(sentence(finding) for finding in self.sitting.run.findings), pytrace=False)
        return result

    def _task(self, folder: Path) -> Task:
        from grader.course.bundle import build_bundle
        from grader.course.load import load_draft

        if folder.parent not in self._suites:
            root = next((parent for parent in folder.parents if (parent / "course.toml").exists()), None)
            if root is None:
                raise CourseError(f"{folder}: no course.toml in any folder above. A suite belongs to a course.")
            self._suites[folder.parent] = Suite(build_bundle(load_draft(root)[0], folder.parent.name, root / "var" / "suites"))
        return self._suites[folder.parent].task(folder.name)
