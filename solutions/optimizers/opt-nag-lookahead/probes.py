"""Drivers of the look-ahead step: L = ½ Σ h w² + ¼ c Σ w⁴, so that its gradient is not linear where c ≠ 0."""


def path(answer, w, a, curvature, quartic, lr, beta, steps):
    """Weights and accumulations of several steps, each from the results of the one before. lr: one number, or one for each step."""
    seen = []
    for k in range(steps):
        w, a = answer.main(w, a, _slope(curvature, quartic), lr[k] if isinstance(lr, (list, tuple)) else lr, beta)
        seen.append({"weight": w, "accumulation": a})
    return {"step": seen}


def spied(answer, w, a, curvature, quartic, lr, beta):
    """Where the gradient was asked for during one step, and the inputs after it."""
    asked = []

    def slope(point):
        asked.append(point.detach().clone())
        return _slope(curvature, quartic)(point)

    answer.main(w, a, slope, lr, beta)
    return {"asked": asked, "inputs": [w.detach().clone(), a.detach().clone()]}


def on_views(answer, w, a, curvature, lr, beta):
    """One step from non-contiguous tensors with the same numbers."""
    w, a = (t.t().contiguous().t() for t in (w, a))
    new_w, new_a = answer.main(w, a, _slope(curvature, 0.0), lr, beta)
    return {"weight": new_w, "accumulation": new_a}


def _slope(curvature, quartic):
    return lambda point: curvature * point + quartic * point**3
