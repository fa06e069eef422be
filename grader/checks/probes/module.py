"""Probes of E-MOD: build a module, use it, and send back what its public face shows; nothing is judged here."""

import torch


def module_mode(answer, args, kwargs, batches, name=None):
    """Is a new module in training mode, and what do train(False) and train() make of it?"""
    module = _module_named(answer, name)(*args, **kwargs)
    seen = [module.training]
    for mode in (False, True):
        module.train(mode)
        seen.append(module.training)
    return {"call": seen}


def module_modes(answer, args, kwargs, batches, name=None):
    """Outputs of a module that changes its mode between calls: train, eval, train, eval."""
    module = _made(answer, name, args, kwargs, batches)
    outputs = []
    for i in range(4):
        module.train(i % 2 == 0)
        outputs.append({"output": module(batches[i % len(batches)].clone()).detach()})
    return {"call": outputs}


def module_state(answer, args, kwargs, batches, name=None):
    """Names and tensors of the state of a new module."""
    state = _module_named(answer, name)(*args, **kwargs).state_dict()
    return {key: value.detach().clone() for key, value in state.items()}


def module_parameters(answer, args, kwargs, batches, name=None):
    """Names of the parameters, and whether each wants a gradient."""
    return {key: value.requires_grad for key, value in sorted(_module_named(answer, name)(*args, **kwargs).named_parameters())}


def module_moved(answer, args, kwargs, batches, name=None):
    """The data types of the state after `.to(torch.float64)`, and the output that follows."""
    module = _made(answer, name, args, kwargs, batches)
    dtypes = {key: str(value.dtype) for key, value in module.state_dict().items()}
    return {"dtypes": dtypes, "output": module(batches[0].clone()).detach()}


def module_round_trip(answer, args, kwargs, batches, name=None):
    """Outputs in eval mode of a trained module, and of a fresh one that loads its state."""
    trained, fresh = (_made(answer, name, args, kwargs, batches) for _ in range(2))
    for batch in batches:
        trained(batch.clone())
    state = {key: value.detach().clone() for key, value in trained.state_dict().items()}
    fresh.load_state_dict(state)
    trained.eval()
    fresh.eval()
    return {"original": trained(batches[0].clone()).detach(), "restored": fresh(batches[0].clone()).detach()}


def module_bystander(answer, args, kwargs, batches, name=None):
    """The output of one instance in eval mode before and after another one was trained."""
    bystander, other = (_made(answer, name, args, kwargs, batches) for _ in range(2))
    bystander.eval()
    before = bystander(batches[0].clone()).detach()
    for batch in batches:
        other(batch.clone())
    return {"before": before, "after": bystander(batches[0].clone()).detach()}


def module_gradient(answer, args, kwargs, batches, name=None):
    """Gradients of a fixed weighted sum of the output, in both modes, for the input and each parameter."""
    module = _made(answer, name, args, kwargs, batches)
    found, attached = [], True
    for mode in (True, False):
        module.train(mode)
        x = batches[0].clone().requires_grad_()
        output = module(x)
        leaves = {"input": x, **dict(sorted(module.named_parameters()))}
        if not output.requires_grad:
            attached = False
            found.append({key: torch.zeros_like(leaf) for key, leaf in leaves.items()})
            continue
        weights = torch.linspace(-1.0, 1.5, output.numel(), dtype=output.dtype, device=output.device).square().reshape(output.shape)
        wanted = [leaf for leaf in leaves.values() if leaf.requires_grad]
        gradients = iter(torch.autograd.grad(output, wanted, weights, allow_unused=True))
        reached = {key: next(gradients) if leaf.requires_grad else None for key, leaf in leaves.items()}
        attached = attached and reached["input"] is not None
        found.append({key: torch.zeros_like(leaves[key]) if g is None else g for key, g in reached.items()})
    return {"attached": attached, "gradient": {"training": found[0], "eval": found[1]}}


def module_twice_in_eval(answer, args, kwargs, batches, name=None):
    """Two outputs for one input in eval mode, with another input and another seed in between."""
    module = _made(answer, name, args, kwargs, batches)
    module.eval()
    first = module(batches[0].clone()).detach()
    module(batches[1].clone())
    torch.manual_seed(7)
    return {"first": first, "second": module(batches[0].clone()).detach()}


def module_graph_in_state(answer, args, kwargs, batches, name=None):
    """Which entries of the state, parameters apart, belong to a graph after some training calls."""
    module = _made(answer, name, args, kwargs, batches)
    for batch in batches:
        module(batch.clone().requires_grad_())
    state = module.state_dict(keep_vars=True)
    parameters = {key for key, _ in module.named_parameters()}
    return {key: bool(value.requires_grad) for key, value in sorted(state.items()) if key not in parameters}


def module_inputs_after(answer, args, kwargs, batches, name=None):
    """The inputs after calls in both modes."""
    module = _made(answer, name, args, kwargs, batches)
    inputs = [batch.clone() for batch in batches]
    for mode in (True, False):
        module.train(mode)
        for x in inputs:
            module(x)
    return inputs


def _module_named(answer, name):
    return answer.main if name is None else getattr(answer, name)


def _made(answer, name, args, kwargs, batches):
    """A new module on the device and in the dtype of the batches, with parameters away from their first values."""
    module = _module_named(answer, name)(*args, **kwargs).to(device=batches[0].device, dtype=batches[0].dtype)
    with torch.no_grad():
        for i, (_, parameter) in enumerate(sorted(module.named_parameters())):
            parameter.add_(
                torch.linspace(0.1, 0.5, max(parameter.numel(), 1), dtype=parameter.dtype, device=parameter.device).reshape(
                    parameter.shape
                ),
                alpha=i + 1,
            )
    return module
