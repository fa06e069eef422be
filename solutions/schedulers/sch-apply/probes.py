"""Drive an optimizer with a schedule, and read the learning rates where an optimizer reads them."""

import torch


def driven(answer, rates, factors, steps):
    """Learning rates of all groups at construction and after every step."""
    optimizer = _optimizer(rates)
    schedule = answer.main(optimizer, _factor_at(factors))
    seen = {"at construction": _rates(optimizer), "step": []}
    for _ in range(steps):
        schedule.step()
        seen["step"].append(_rates(optimizer))
    return seen


def told(answer, rates, factors, steps):
    """`last_lr` at construction and after every step."""
    schedule = answer.main(_optimizer(rates), _factor_at(factors))
    seen = {"at construction": _told(schedule), "step": []}
    for _ in range(steps):
        schedule.step()
        seen["step"].append(_told(schedule))
    return seen


def elsewhere(answer, rates, factors, steps):
    """What else of the optimizer has changed: its defaults, an attribute `lr`, the identity of its groups."""
    optimizer = _optimizer(rates)
    groups = list(optimizer.param_groups)
    schedule = answer.main(optimizer, _factor_at(factors))
    for _ in range(steps):
        schedule.step()
    same = len(groups) == len(optimizer.param_groups) and all(a is b for a, b in zip(groups, optimizer.param_groups, strict=True))
    return {"default": optimizer.defaults["lr"], "attribute": hasattr(optimizer, "lr"), "same groups": same}


def resumed(answer, rates, factors, before, after, checkpoint, built_with=None):
    """Rates of a run that was interrupted: a new optimizer (with rates of its own, if given) and a new schedule, then the saved state."""
    optimizer = _optimizer(rates)
    schedule = answer.main(optimizer, _factor_at(factors))
    for _ in range(before):
        schedule.step()
    state, saved = schedule.state_dict(), optimizer.state_dict()
    schedule.step()  # the old run goes on; the saved state must not
    optimizer = _optimizer(built_with or rates)
    schedule = answer.main(optimizer, _factor_at(factors))
    if checkpoint:
        optimizer.load_state_dict(saved)
    schedule.load_state_dict(state)
    seen = []
    for _ in range(after):
        schedule.step()
        seen.append(_rates(optimizer))
    return {"step": seen}


def joined(answer, rates, late_rate, factors, before, after):
    """Rates when one more group joins after `before` steps."""
    optimizer = _optimizer(rates)
    schedule = answer.main(optimizer, _factor_at(factors))
    for _ in range(before):
        schedule.step()
    optimizer.add_param_group({"params": [torch.zeros(1, requires_grad=True)], "lr": late_rate})
    seen = []
    for _ in range(after):
        schedule.step()
        seen.append(_rates(optimizer))
    return {"step": seen}


def kinds(answer, rates, factors):
    """What kind of object the rates are."""
    optimizer = _optimizer(rates)
    answer.main(optimizer, _factor_at(factors)).step()
    return [_kind_of(group["lr"]) for group in optimizer.param_groups]


def _optimizer(rates):
    groups = [{"params": [torch.zeros(2, requires_grad=True)], "lr": rate} for rate in rates]
    return torch.optim.Optimizer(groups, {"lr": 7.0})


def _factor_at(factors):
    return lambda t: factors[t] if 0 <= t < len(factors) else 0.125


def _rates(optimizer):
    return [_as_number(group["lr"]) for group in optimizer.param_groups]


def _told(schedule):
    rates = schedule.last_lr
    if callable(rates):
        return "a method"
    return [_as_number(rate) for rate in rates] if isinstance(rates, (list, tuple)) else rates
