"""Every error raised on purpose.

AllcloseError
├── CourseError      the instructor's files are wrong; names the file, the line and the fix
├── SandboxError     our machinery failed; the submission is re-queued, never marked
└── SubmissionError  the upload cannot be graded at all; says what to do
"""

from __future__ import annotations


class Both(str):
    """An English sentence that has its Korean with it.

    >>> both("empty", "비어 있어요").ko
    '비어 있어요'
    """

    ko: str


def both(en: str, ko: str) -> Both:
    said = Both(en)
    said.ko = ko
    return said


class AllcloseError(Exception):
    """A message that a person can act on."""


class CourseError(AllcloseError):
    """The instructor's files are wrong. Holds every mistake found, not the first only."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class SandboxError(AllcloseError):
    """Our machinery failed."""


class SubmissionError(AllcloseError):
    """The upload cannot be graded at all."""
