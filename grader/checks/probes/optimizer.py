"""Probes of E-OPT: drive an optimizer and send back what was seen; nothing is judged here.

Everywhere `start` lists one tensor for each parameter, and `gradients` lists for each step one gradient (or None) for each
parameter. Hyper-parameters go to the constructor by name.
"""

import copy

import torch
from torch.utils._python_dispatch import TorchDispatchMode


def trajectory(answer, start, gradients, *, changes=(), groups=None, spread=False, **hyper):
    """The parameters after every step of a fresh optimizer.

    changes: pairs (index of the step before which they are made, options written into every group).
    groups: one dict of options for each group, with "parameters": the indices of its parameters.
    spread: make the parameters non-contiguous (contiguity does not survive the wire).
    """
    parameters = [_leaf(_spread_out(t) if spread else t) for t in start]
    optimizer = answer.main(_grouped(parameters, groups), **hyper)
    return {"step": _drive(optimizer, parameters, gradients, dict(changes))}


def skipped(answer, start, gradients, **hyper):
    """After every step: the parameters, and which of them have an entry in `optimizer.state`."""
    parameters = [_leaf(t) for t in start]
    optimizer = answer.main(parameters, **hyper)
    seen = []
    for given in gradients:
        _assign(parameters, given)
        optimizer.step()
        seen.append({"parameter": _values(parameters), "has_state": [len(optimizer.state.get(p, ())) > 0 for p in parameters]})
    return {"step": seen}


def two_instances(answer, start, gradients, first, second):
    """Two optimizers with options of their own, one parameter each, stepping in turns (the second at every other step)."""
    parameters = [_leaf(t) for t in start]
    optimizers = [answer.main([parameters[0]], **first), answer.main([parameters[1]], **second)]
    seen = []
    for k, given in enumerate(gradients):
        _assign(parameters, given)
        optimizers[0].step()
        if k % 2:
            optimizers[1].step()
        seen.append({"parameter": _values(parameters)})
    return {"step": seen}


def in_place(answer, start, gradients, **hyper):
    """What became of the parameter objects and of views that were made before the first step."""
    parameters = [_leaf(t) for t in start]
    views = [p.detach().view(-1) for p in parameters]
    places = [p.data_ptr() for p in parameters]
    optimizer = answer.main(parameters, **hyper)
    _drive(optimizer, parameters, gradients)
    listed = [p for group in optimizer.param_groups for p in group["params"]]
    return {
        "parameter": _values(parameters),
        "view": [v.clone() for v in views],
        "same_storage": [p.data_ptr() == place for p, place in zip(parameters, places, strict=True)],
        "same_object": len(listed) == len(parameters) and all(a is b for a, b in zip(listed, parameters, strict=True)),
        "leaf": [p.is_leaf and p.grad_fn is None for p in parameters],
        "requires_grad": [p.requires_grad for p in parameters],
    }


def gradients_after(answer, start, gradients, **hyper):
    """The gradients as they stand after every step; an empty list where one was taken away."""
    parameters = [_leaf(t) for t in start]
    optimizer = answer.main(parameters, **hyper)
    seen = []
    for given in gradients:
        _assign(parameters, given)
        optimizer.step()
        seen.append({"gradient": [[] if p.grad is None else [p.grad.detach().clone()] for p in parameters]})
    return {"step": seen}


def gradients_reused(answer, start, gradients, **hyper):
    """The parameters after every step when each new gradient is written into the old tensor, as `zero_grad(False)` does."""
    parameters = [_leaf(t) for t in start]
    _assign(parameters, [torch.zeros_like(t) for t in start])
    buffers = [p.grad for p in parameters]
    optimizer = answer.main(parameters, **hyper)
    seen = []
    for given in gradients:
        for p, buffer, gradient in zip(parameters, buffers, given, strict=True):
            p.grad = buffer.copy_(gradient)
        optimizer.step()
        seen.append({"parameter": _values(parameters)})
        for buffer in buffers:
            buffer.fill_(123.0)
    return {"step": seen}


def kept(answer, start, gradients, **hyper):
    """What the optimizer holds on to after every step: tensors, elements, whether any hangs in a graph, data types.

    The gradients come out of a real backward pass.
    """
    parameters = [_leaf(t) for t in start]
    optimizer = answer.main(parameters, **hyper)
    shapes = {tuple(t.shape) for t in start}
    seen = []
    for given in gradients:
        for p in parameters:
            p.grad = None
        sum((p * gradient).sum() for p, gradient in zip(parameters, given, strict=True)).backward()
        optimizer.step()
        held = list(_held(optimizer))
        seen.append(
            {
                "tensors": len(held),
                "elements": sum(t.numel() for t in held),
                "attached": any(t.requires_grad for t in held) or any(p.grad_fn is not None for p in parameters),
                "dtypes": sorted({str(t.dtype) for t in held if tuple(t.shape) in shapes}),
            }
        )
    return seen


def with_closure(answer, start, weights, steps, **hyper):
    """Steps on ½ Σ w p² through a closure: what was called, with what gradient mode, and what came back."""
    p = _leaf(start)
    optimizer = answer.main([p], **hyper)
    modes = []

    def closure():
        modes.append(torch.is_grad_enabled())
        with torch.enable_grad():
            optimizer.zero_grad()
            loss = 0.5 * (weights * p * p).sum()
            loss.backward()
        return loss

    seen = []
    for _ in range(steps):
        returned = optimizer.step(closure)
        seen.append({"parameter": [p.detach().clone()], "returned": [returned.detach()] if isinstance(returned, torch.Tensor) else []})
    without = optimizer.step()
    return {"step": seen, "modes": modes, "without_closure": without is None}


def resumed(answer, start, gradients, pause, **hyper):
    """The parameters after every step when, after `pause` steps, a fresh instance takes over from the state_dict of the first."""
    parameters = [_leaf(t) for t in start]
    optimizer = answer.main(parameters, **hyper)
    seen = _drive(optimizer, parameters, gradients[:pause])
    saved = copy.deepcopy(optimizer.state_dict())
    fresh = answer.main(parameters, **hyper)
    fresh.load_state_dict(saved)
    return {"step": seen + _drive(fresh, parameters, gradients[pause:])}


def operations(answer, start, gradients, **hyper):
    """How many tensor operations the last step costs."""
    parameters = [_leaf(t) for t in start]
    optimizer = answer.main(parameters, **hyper)
    _drive(optimizer, parameters, gradients[:-1])
    _assign(parameters, gradients[-1])
    with _CountOperations() as counter:
        optimizer.step()
    return counter.count


class _CountOperations(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


def _drive(optimizer, parameters, gradients, changes=None):
    seen = []
    for k, given in enumerate(gradients):
        for group in optimizer.param_groups:
            group.update((changes or {}).get(k, {}))
        _assign(parameters, given)
        optimizer.step()
        seen.append({"parameter": _values(parameters)})
    return seen


def _assign(parameters, gradients):
    for p, gradient in zip(parameters, gradients, strict=True):
        p.grad = None if gradient is None else gradient.clone()


def _values(parameters):
    return [p.detach().clone() for p in parameters]


def _grouped(parameters, groups):
    if groups is None:
        return parameters
    return [{"params": [parameters[i] for i in g["parameters"]], **{k: v for k, v in g.items() if k != "parameters"}} for g in groups]


def _leaf(tensor):
    return tensor.detach().clone(memory_format=torch.preserve_format).requires_grad_()


def _spread_out(tensor):
    """The same numbers with the strides of the transposed tensor."""
    return tensor.transpose(0, -1).contiguous().transpose(0, -1) if tensor.dim() > 1 else tensor


def _held(value, depth=0):
    """All tensors that the optimizer keeps besides the parameters themselves."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, torch.optim.Optimizer):
        for name, item in vars(value).items():
            if name not in ("param_groups", "defaults"):
                yield from _held(item, depth + 1)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _held(item, depth + 1)
    elif depth < 6 and (isinstance(value, (list, tuple, set)) or type(value).__name__ == "deque"):
        for item in value:
            yield from _held(item, depth + 1)


def descent(answer, start, weights, steps, **hyper):
    """The path of one parameter down ½ Σ w p²: for the plot on the feedback page, on a problem that everybody may know."""
    p = _leaf(start)
    optimizer = answer.main([p], **hyper)
    seen = []
    for _ in range(steps):
        p.grad = (weights * p).detach()
        optimizer.step()
        seen.append(p.detach().clone())
    return {"step": seen}
