"""Probes of E-FN: call the function in different circumstances and send back what was seen; nothing is judged here."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode


def call(answer, *args, name=None, **kwargs):
    """The plain value."""
    return _function_named(answer, name)(*args, **kwargs)


def strided(answer, *args, name=None, **kwargs):
    """The value when every tensor is a non-contiguous view with the same numbers (contiguity does not survive the wire)."""
    args, kwargs = _each_tensor(_spread_out, args), _each_tensor(_spread_out, kwargs)
    return _function_named(answer, name)(*args, **kwargs)


def untouched(answer, *args, name=None, **kwargs):
    """All tensors among the arguments after the call, and their version counters before and after."""
    seen = _all_tensors((args, kwargs))
    before = [tensor._version for tensor in seen]
    _function_named(answer, name)(*args, **kwargs)
    return {"inputs": [tensor.detach() for tensor in seen], "versions_before": before, "versions": [tensor._version for tensor in seen]}


def gradient(answer, *args, name=None, **kwargs):
    """Gradients of a fixed weighted sum of the results with respect to every floating-point tensor among the arguments."""
    args, kwargs = _each_tensor(_as_leaf, args), _each_tensor(_as_leaf, kwargs)
    leaves = [tensor for tensor in _all_tensors((args, kwargs)) if tensor.requires_grad]
    results = [tensor for tensor in _all_tensors(_function_named(answer, name)(*args, **kwargs)) if tensor.requires_grad]
    if not results:
        return {"attached": False, "gradient": [torch.zeros_like(leaf) for leaf in leaves]}
    weights = [torch.linspace(0.5, 1.5, max(r.numel(), 1), dtype=r.dtype, device=r.device)[: r.numel()].reshape(r.shape) for r in results]
    found = torch.autograd.grad(results, leaves, weights, allow_unused=True)
    return {"attached": True, "gradient": [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(leaves, found, strict=True)]}


def op_counts(answer, *args, name=None, **kwargs):
    """How many tensor operations reach the dispatcher during the call."""
    with _CountOperations() as counter:
        _function_named(answer, name)(*args, **kwargs)
    return counter.count


class _CountOperations(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


def _function_named(answer, name):
    return answer.main if name is None else getattr(answer, name)


def _each_tensor(change, value):
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_tensor(change, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_each_tensor(change, item) for item in value)
    return value


def _all_tensors(value):
    found = []
    _each_tensor(lambda tensor: (found.append(tensor), tensor)[1], value)
    return found


def _as_leaf(tensor):
    return tensor.detach().clone().requires_grad_() if tensor.is_floating_point() else tensor


def _spread_out(tensor):
    if tensor.dim() == 0:
        return tensor
    if tensor.dim() == 1:
        return torch.stack([tensor, tensor], dim=1)[:, 0]
    return tensor.transpose(0, -1).contiguous().transpose(0, -1)
