"""Hidden suites run under plain pytest too, against their reference."""

import pytest

from grader.judge.author import AuthorPlugin


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin("allclose-author"):
        config.pluginmanager.register(AuthorPlugin(), "allclose-author")
