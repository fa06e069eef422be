"""Drive the layer through training batches, then look at it in eval mode."""

import torch


def _layer(answer, weight, bias, hyper):
    module = answer.BatchNorm1d(len(weight), **hyper).to(device=weight.device, dtype=weight.dtype)
    with torch.no_grad():
        module.weight.copy_(weight)
        module.bias.copy_(bias)
    return module


def _statistics(module):
    return {"running_mean": module.running_mean.detach().clone(), "running_var": module.running_var.detach().clone()}


def history(answer, batches, tests, weight, bias, hyper):
    """Output and running statistics after every training batch, then outputs in eval mode."""
    module = _layer(answer, weight, bias, hyper)
    steps = [{"output": module(batch).detach(), **_statistics(module)} for batch in batches]
    module.eval()
    return {"batch": steps, "evaluated": [module(x).detach() for x in tests], "after_eval": _statistics(module)}


def alone_and_together(answer, batches, x, weight, bias, hyper):
    """In eval mode: the outputs of all rows at once, and of each row by itself."""
    module = _layer(answer, weight, bias, hyper)
    for batch in batches:
        module(batch)
    module.eval()
    return {"together": module(x).detach(), "alone": torch.cat([module(row[None]).detach() for row in x])}


def training_outputs(answer, before, batch, weight, bias, hyper):
    """The training output for one batch, after none and after other batches."""
    fresh, used = _layer(answer, weight, bias, hyper), _layer(answer, weight, bias, hyper)
    for other in before:
        used(other)
    return {"fresh": fresh(batch).detach(), "used": used(batch).detach()}


def tracked(answer, batches, weight, bias, hyper):
    """How many batches the layer has counted, in training and after an eval call."""
    module = _layer(answer, weight, bias, hyper)
    seen = []
    for batch in batches:
        module(batch)
        seen.append(int(module.num_batches_tracked))
    module.eval()
    module(batches[0])
    return {"batch": seen, "after_eval": int(module.num_batches_tracked)}


def one_sample(answer, x, weight, bias, hyper):
    """What one sample in training mode leads to, in a word."""
    module = _layer(answer, weight, bias, hyper)
    try:
        module(x)
    except ValueError:
        return "ValueError"
    return "a value"
