"""Probes of E-SCH: ask a schedule for its value at steps, in the order given; nothing is judged here."""


def at_steps(answer, args, place, steps, name=None):
    """Values at `steps`, the step going in at position `place` of the arguments."""
    return {f"t = {step}": _as_number(_schedule(answer, name)(*_with_step(args, place, step))) for step in steps}


def curve(answer, args, place, until, name=None):
    """Values at 0, 1, … until − 1, for comparing whole curves and for plotting them."""
    return {"t": [_as_number(_schedule(answer, name)(*_with_step(args, place, step))) for step in range(until)]}


def kinds_at_steps(answer, args, place, steps, name=None):
    """What kind of object comes back at `steps`."""
    return {f"t = {step}": _kind_of(_schedule(answer, name)(*_with_step(args, place, step))) for step in steps}


def _schedule(answer, name):
    return answer.main if name is None else getattr(answer, name)


def _with_step(args, place, step):
    return [*args[:place], step, *args[place + 1 :]]


def _as_number(value):
    """A float where the value is a number of any kind (its kind is asked for elsewhere); anything else as it is."""
    if hasattr(value, "item") and getattr(value, "size", 1) != 0:
        value = value.item() if getattr(value, "numel", lambda: 1)() == 1 else value
    return float(value) if isinstance(value, (int, float)) else value


def _kind_of(value):
    return "float" if isinstance(value, float) else type(value).__name__
