"""One warm judge for all commands of a file: its start is most of what a command that grades would wait for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.fleet import client


@pytest.fixture(scope="module")
def one_judge() -> Iterator[None]:
    """Whoever starts a judge gets the one that runs already; whoever closes it leaves it running."""
    own = client.JudgeClient

    class Lent(own):
        def start(self) -> None:
            kept.start()
            self._process, self.tier, self.versions = kept._process, kept.tier, kept.versions

        def close(self) -> None:
            self._process = None

    with own(secret=b"") as kept, pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "JudgeClient", Lent)
        yield
