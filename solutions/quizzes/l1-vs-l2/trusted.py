"""What FIG-L12 shows, computed: the figure's script follows the same formulas."""

import math


def solutions(values: dict) -> dict:
    """The L1 and the L2 solution for ½(θ−θ̂)ᵀH(θ−θ̂) + λ‖θ‖₁ and + ½λ‖θ‖².

    H has the curvature `low` along an axis turned by the angle (there the loss ellipse is long) and `high` across it.
    Coordinate descent on a strictly convex function of two coordinates converges to the L1 solution.
    """
    turn = math.radians(values["angle"])
    low, high = values["low"], values["high"]
    c, s = math.cos(turn), math.sin(turn)
    h11, h22, h12 = low * c * c + high * s * s, low * s * s + high * c * c, (low - high) * c * s
    a, b, lam = values["theta1"], values["theta2"], values["lambda"]
    g1, g2 = h11 * a + h12 * b, h12 * a + h22 * b
    x = y = 0.0
    for _ in range(500):
        x = _soft(g1 - h12 * y, lam) / h11
        y = _soft(g2 - h12 * x, lam) / h22
    p, q = h11 + lam, h22 + lam
    determinant = p * q - h12 * h12
    return {"l1_1": x, "l1_2": y, "l2_1": (q * g1 - h12 * g2) / determinant, "l2_2": (p * g2 - h12 * g1) / determinant}


def _soft(value: float, threshold: float) -> float:
    return math.copysign(max(abs(value) - threshold, 0.0), value)
