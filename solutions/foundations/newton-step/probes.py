"""Drivers of newton-step."""


def solvable(answer, w, g, H, damping):
    """Whether the step can be made, or an error is raised."""
    try:
        answer.newton_step(w, g, H, damping)
    except (RuntimeError, ValueError, ArithmeticError):
        return "raises"
    return "gives a step"
