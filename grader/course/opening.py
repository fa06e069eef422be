"""The notebook's first cell: imports that every exercise may use, and `example`, which compares a hand-checked case.

It is the only code of ours that students run, so it needs torch and numpy alone.
"""

from __future__ import annotations

IMPORTS = """\
import copy
import math
from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer
"""

_EXAMPLE = '''\
# {first}
{imports}

def example(name: str, got: Any, wanted: Any, rtol: float = 1e-4, atol: float = 1e-6) -> None:
    """{doc}"""
    problem = _difference(got, wanted, rtol, atol)
    print(f"✓ {{name}}: {same}" if problem is None else f"✗ {{name}}: {not_yet} {{problem}}")
    import os

    if problem is not None and "NBGRADER_EXECUTION" in os.environ:  # nbgrader looks at errors, not at what is printed
        raise AssertionError(f"{{name}}: {{problem}}")


def _difference(got: Any, wanted: Any, rtol: float, atol: float, place: str = "") -> str | None:
    if isinstance(wanted, dict) and isinstance(got, dict) and got.keys() != wanted.keys():
        return f"{keys}"
    if isinstance(wanted, dict) and isinstance(got, dict):
        return next((d for k in wanted if (d := _difference(got[k], wanted[k], rtol, atol, f"{{place}}[{{k!r}}]"))), None)
    if got is None or wanted is None or isinstance(wanted, str | bool):
        same = got is wanted if wanted is None or got is None else got == wanted
        return None if same else f"{value}"
    try:
        a, b = (_tensor(x) for x in (got, wanted))
    except (TypeError, ValueError, RuntimeError):
        if not isinstance(got, list | tuple) or not isinstance(wanted, list | tuple) or len(got) != len(wanted):
            return f"{value}"
        pairs = enumerate(zip(got, wanted, strict=True))
        return next((d for i, (x, y) in pairs if (d := _difference(x, y, rtol, atol, f"{{place}}[{{i}}]"))), None)
    if a.shape != b.shape:
        return f"{shape}"
    far = ~torch.isclose(a, b, rtol=rtol, atol=atol)
    if not far.any():
        return None
    at = tuple(int(i) for i in far.nonzero()[0])
    got, wanted = f"{{a[at].item():.7g}}", f"{{b[at].item():.7g}}"
    place += f"[{{', '.join(map(str, at))}}]" if at else ""
    return f"{value}"


def _tensor(x: Any) -> Tensor:
    if isinstance(x, list | tuple):
        return torch.stack([_tensor(y) for y in x]) if len(x) else torch.zeros(0, dtype=torch.float64)
    x = torch.as_tensor(x).detach().cpu()
    return x if x.is_complex() else x.double()'''

_WORDS = {
    "en": {
        "first": "Run this cell first.",
        "doc": "Compare what your code computed with a case worked out by hand.",
        "same": "this example comes out right.",
        "not_yet": "not yet.",
        "keys": "The keys are {sorted(got)}; expected {sorted(wanted)}.",
        "value": "{place + ': ' if place else ''}got {got}, expected {wanted}.",
        "shape": "{place + ': ' if place else ''}the shape is {tuple(a.shape)}; expected {tuple(b.shape)}.",
    },
    "ko": {
        "first": "이 셀을 가장 먼저 실행하세요.",
        "doc": "코드가 계산한 값을 손으로 푼 예시와 비교해요.",
        "same": "예시와 같아요.",
        "not_yet": "아직이에요.",
        "keys": "키가 {sorted(got)}예요. 기대한 키는 {sorted(wanted)}예요.",
        "value": "{place + ': ' if place else ''}{got}이(가) 나왔어요. 기대한 값은 {wanted}이에요.",
        "shape": "{place + ': ' if place else ''}모양이 {tuple(a.shape)}예요. 기대한 모양은 {tuple(b.shape)}예요.",
    },
}


def opening_cell(language: str) -> str:
    """The source of the first cell."""
    return _EXAMPLE.format(imports=IMPORTS, **_WORDS[language])
