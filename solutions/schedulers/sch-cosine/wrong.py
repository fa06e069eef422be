import math


def build(*, angle=math.pi, half=True, end="added", clamp=True, periods=0, length=0, shift=0, up=False, of="step"):
    def cosine(lr0, lr_min, total, step):
        steps = max(total + length, 1)
        t = step + shift
        u = (min(t, steps) if clamp else t) / steps
        if not clamp and periods:
            u = (t % steps) / steps
        c = math.cos(angle * u)
        bell = (1 - c if up else 1 + c) * (0.5 if half else 1.0)
        if of == "quarter":
            bell = math.cos(angle * u)
        if end == "forgotten":
            return lr0 * bell
        if end == "range":
            return (lr0 - lr_min) * bell
        if end == "on top":
            return lr_min + lr0 * bell
        if end == "floor":
            return max(lr_min, lr0 * bell)
        return lr_min + (lr0 - lr_min) * bell

    return cosine


def full_period():
    """Full period: comes back up.

    The argument of the cosine goes from 0 to π, not to 2π.
    """
    return {"angle": 2 * math.pi}


def no_half():
    """Starts at twice the value.

    The ½ before (1 + cos) is missing.
    """
    return {"half": False}


def min_not_added():
    """Ends at 0.

    lr_min must be added: the cosine scales the distance lr0 − lr_min.
    """
    return {"end": "forgotten"}


def min_only_subtracted():
    """Ends at 0: lr_min is subtracted inside the brackets, but not added before them."""
    return {"end": "range"}


def degrees():
    """Radians.

    math.cos takes radians: half a turn is π, not 180.
    """
    return {"angle": 180.0}


def no_pi():
    """π is missing: the cosine of 1 is not yet the end of half a period."""
    return {"angle": 1.0}


def quarter_wave():
    """Quarter wave.

    cos(πu/2) leaves at full slope at the end; ½(1 + cos πu) is asked for.
    """
    return {"angle": math.pi / 2, "of": "quarter"}


def quarter_in_bell():
    """Half of the way: the argument ends at π/2, so the rate stops at the mean of lr0 and lr_min."""
    return {"angle": math.pi / 2}


def not_clamped():
    """Rises again after T (torch's recursive form does; here clamped).

    Use min(t, T).
    """
    return {"clamp": False}


def restarts():
    """Restarts after T: that is the schedule with warm restarts. Here the rate stays at lr_min."""
    return {"clamp": False, "periods": 1}


def whole_range():
    """The cosine scales lr0 instead of lr0 − lr_min: the curve starts at lr0 + lr_min."""
    return {"end": "on top"}


def min_as_floor():
    """lr_min is used as a floor under a cosine to 0; the cosine itself must end at lr_min."""
    return {"end": "floor"}


def one_step_early():
    """Reaches the end one step early: the denominator is T, not T − 1."""
    return {"length": -1}


def next_step():
    """Shifted by one: at step 0 the rate must be lr0. t already is the index of the next step."""
    return {"shift": 1}


def upside_down():
    """Upside down: 1 − cos goes up from lr_min to lr0."""
    return {"up": True}
