"""Feed metrics to the schedule; they come as a tensor, so that NaN can be among them."""


def fed(answer, metrics, lr, settings):
    """The rate after every metric."""
    plateau = answer.main(lr, **settings)
    return {"epoch": [_as_number(plateau.step(metric)) for metric in metrics.tolist()]}


def fed_in_turn(answer, first, second, lr, settings):
    """The rates of two schedules that are fed in turn."""
    one, other = answer.main(lr, **settings), answer.main(2 * lr, **settings)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return {"epoch": [[_as_number(one.step(a)), _as_number(other.step(b))] for a, b in pairs]}


def kinds(answer, metrics, lr, settings):
    """What kind of object comes back."""
    plateau = answer.main(lr, **settings)
    return [_kind_of(plateau.step(metric)) for metric in metrics.tolist()]
