"""Schedules to put behind the warm-up, made from their names; and a spy among them."""

import math


def at_steps(answer, args, place, steps, name=None):
    """Values at `steps`; `after` is given as [kind, numbers …]."""
    return {f"t = {step}": _as_number(answer.main(*_warmed(args, place, step))) for step in steps}


def curve(answer, args, place, until, name=None):
    """Values at 0, 1, … until − 1."""
    return {"t": [_as_number(answer.main(*_warmed(args, place, step))) for step in range(until)]}


def kinds_at_steps(answer, args, place, steps, name=None):
    """What kind of object comes back at `steps`."""
    return {f"t = {step}": _kind_of(answer.main(*_warmed(args, place, step))) for step in steps}


def heard(answer, base, warmup, steps):
    """The steps for which `after` was asked, for each step of the whole schedule."""
    asked = {}
    for step in steps:
        heard_now = []

        def after(t, heard_now=heard_now):
            heard_now.append(t)
            return base

        answer.main(base, warmup, after, step)
        asked[f"t = {step}"] = heard_now
    return asked


def _warmed(args, place, step):
    given = [*args[:place], step, *args[place + 1 :]]
    return [_AFTER[value[0]](*value[1:]) if isinstance(value, (list, tuple)) else value for value in given]


_AFTER = {
    "wave": lambda high, low, end: lambda t: high - (high - low) * math.sin(math.pi * min(t / end, 1.0) / 2) ** 2,
    "line": lambda high, low, end: lambda t: high - (high - low) * min(t / end, 1.0),
    "stairs": lambda high, factor, length: lambda t: high * math.pow(factor, math.floor(t / length)),
    "fading": lambda high, factor: lambda t: high * math.pow(factor, t),
    "root": lambda high: lambda t: high * math.pow(1.0 + t, -0.5),
    "same": lambda high: lambda t: high,
}
