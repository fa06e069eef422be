"""Import nbformat and nbgrader without the two seconds that a grammar nobody needs costs."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Within this block imports of nbformat and what stands on it are quick and silent.

    jsonschema tries to import rfc3987_syntax, which builds a large grammar at import, only to check URI formats that
    notebooks do not have; it copes with its absence. Upstream: python-jsonschema/jsonschema#1428.
    """
    absent = "rfc3987_syntax" not in sys.modules
    if absent:
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if absent and sys.modules.get("rfc3987_syntax", 0) is None:
            del sys.modules["rfc3987_syntax"]
