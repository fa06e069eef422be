"""Everything slow is done once, in the zygote: imports, first calls, caches. Students' children inherit it.

The first optimizer step imports torch._dynamo (3 s), the first `Figure` builds a font cache: without this page every child would pay.
CUDA is never touched here: a context does not survive a fork. Where children may use it, nothing is differentiated either, for the
first backward pass looks for devices and starts a thread for each.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import warnings

from grader.inside import absent, operators


def warm_up(*, with_gpu: bool = False) -> None:
    """Import and exercise what notebooks use; leaves one thread and a frozen heap."""
    import torch

    torch.set_num_threads(1)
    with contextlib.suppress(RuntimeError):
        torch.set_num_interop_threads(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _numerics(differentiate=not with_gpu)
        _wire()
        _notebooks()
        absent.index_library()
        operators.index_operators()
    gc.collect()
    gc.freeze()
    gc.enable()  # off since the zygote's first line
    if torch.cuda.is_initialized():
        raise RuntimeError("the zygote touched CUDA; no child could use it")
    if threading.active_count() != 1 or _tasks() != 1:
        raise RuntimeError(f"the zygote has {_tasks()} threads; a fork would lose all but one")


def _numerics(*, differentiate: bool) -> None:
    import numpy as np
    import torch
    import torch._dynamo
    from torch.utils import _python_dispatch  # noqa: F401

    from grader.inside import asking

    asking.leave_out_profiling()

    if differentiate:
        _learning()
    square = torch.randn(4, 4, dtype=torch.float64)
    torch.linalg.solve(square @ square.T + torch.eye(4, dtype=torch.float64), square)
    torch.linalg.svd(square)
    torch.linalg.eigh(square @ square.T)
    torch.einsum("ij,jk->ik", square, square)
    repr(square)
    with torch.inference_mode():
        square.softmax(-1)
    np.linalg.svd(np.random.default_rng(0).normal(size=(3, 3)))
    np.random.seed(0)


def _learning() -> None:
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Tanh(), nn.Dropout(0.1), nn.Linear(3, 2))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2)
    for _ in range(2):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(torch.randn(5, 4)), torch.tensor([0, 1, 0, 1, 0])).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    nn.LSTM(2, 3)(torch.randn(4, 1, 2))[0].sum().backward()  # type: ignore[no-untyped-call]
    nn.Conv2d(1, 2, 3)(torch.randn(1, 1, 8, 8)).sum().backward()  # type: ignore[no-untyped-call]


def _wire() -> None:
    import torch

    from grader.inside import wire

    frame = wire.encode({"nonce": ""}, {"a": (torch.zeros(2, 3).T, 1.5, None)})
    text, _ = wire.sizes(frame[: wire.PREFIX.size], 1 << 20)
    wire.decode(frame[wire.PREFIX.size :][:text], frame[wire.PREFIX.size :][text:])


def _notebooks() -> None:
    """IPython and matplotlib where they are installed; the engine runs without either."""
    from grader.inside import cells, child, lint

    assert child.OPERATIONS  # imported here, not in every child
    student = cells.Cells()
    student.run("%matplotlib inline\nimport dataclasses, typing, collections\n@dataclasses.dataclass\nclass A:\n    x: int = 1\nA()", -1)
    lint.lint(["import torch\nfrom torch import nn\nf = lambda x: x @ x"], {"names": ["torch.optim.Adam"]})
    with contextlib.suppress(ImportError):
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots()
        axes.plot([0, 1], [0, 1])
        figure.canvas.draw()
        pyplot.close(figure)


def _tasks() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()
