def build(*, look=lambda w, a, lr, beta: w - lr * beta * a, start="w", kept=lambda beta: beta, fresh=lambda beta: 1.0, sign=-1.0, calls=1):
    """`look`: where the gradient is taken; `start`: where the update starts; `kept`, `fresh`: weights of old a and gradient."""

    def nag_step(w, a, grad_fn, lr, beta):
        point = look(w, a, lr, beta)
        if calls == 2:
            grad_fn(w)
        a_new = kept(beta) * a + fresh(beta) * grad_fn(point)
        return {"w": w, "look": point}[start] + sign * lr * a_new, a_new

    return {"nag_step": nag_step}


def gradient_at_w():
    """Plain momentum: no look-ahead.

    The gradient was taken at w.
    """
    return {"look": lambda w, a, lr, beta: w}


def look_without_lr():
    """lr missing in the look-ahead.

    The point is w − ηβa, not w − βa.
    """
    return {"look": lambda w, a, lr, beta: w - beta * a}


def look_without_beta():
    """β missing in the look-ahead.

    The point is w − ηβa, not w − ηa.
    """
    return {"look": lambda w, a, lr, beta: w - lr * a}


def looks_backwards():
    """Looks backwards.

    The accumulation moves w by −ηβa: subtract it.
    """
    return {"look": lambda w, a, lr, beta: w + lr * beta * a}


def update_from_look_ahead():
    """Update starts from w, not the look-ahead point.

    a' already contains βa; starting at w − ηβa counts it twice.
    """
    return {"start": "look"}


def look_with_new_a():
    """Use the old accumulation.

    The look-ahead was made with an a that already contains the gradient at w.
    """

    def nag_step(w, a, grad_fn, lr, beta):
        a_mid = beta * a + grad_fn(w)
        a_new = beta * a + grad_fn(w - lr * beta * a_mid)
        return w - lr * a_new, a_new

    return {"nag_step": nag_step}


def two_gradient_calls():
    """grad_fn must be called exactly once.

    A gradient is the expensive part of a step, and only the one at the look-ahead point is needed.
    """
    return {"calls": 2}


def dampened():
    """The gradient enters a with weight 1, not 1 − β."""
    return {"fresh": lambda beta: 1 - beta}


def past_undecayed():
    """The old accumulation must be multiplied by β in a' = βa + ∇L."""
    return {"kept": lambda beta: 1.0}


def ascent():
    """The update goes uphill: w' = w − ηa'."""
    return {"sign": 1.0}


def subtracts_gradient():
    """The accumulation has the wrong sign: a' = βa + ∇L, and w' subtracts it."""
    return {"fresh": lambda beta: -1.0}


def velocity():
    """This is the velocity form v = −ηa: same at constant learning rate, different as soon as it changes.

    Return a itself, without the learning rate.
    """

    def nag_step(w, a, grad_fn, lr, beta):
        v = beta * a - lr * grad_fn(w + beta * a)
        return w + v, v

    return {"nag_step": nag_step}


def pytorch_form():
    """This is PyTorch's form with the gradient at w: η(g + βa'). It belongs to the next exercise."""

    def nag_step(w, a, grad_fn, lr, beta):
        g = grad_fn(w)
        a_new = beta * a + g
        return w - lr * (g + beta * a_new), a_new

    return {"nag_step": nag_step}


def update_with_gradient_only():
    """The update uses the new gradient alone: w' = w − ηa', with the whole accumulation."""

    def nag_step(w, a, grad_fn, lr, beta):
        g = grad_fn(w - lr * beta * a)
        return w - lr * g, beta * a + g

    return {"nag_step": nag_step}


def update_with_old_a():
    """Update lags one step: w' = w − ηa' with the new accumulation."""

    def nag_step(w, a, grad_fn, lr, beta):
        return w - lr * a, beta * a + grad_fn(w - lr * beta * a)

    return {"nag_step": nag_step}


def returns_old_a():
    """The old accumulation is returned; return (w', a')."""

    def nag_step(w, a, grad_fn, lr, beta):
        return w - lr * (beta * a + grad_fn(w - lr * beta * a)), a.clone()

    return {"nag_step": nag_step}


def swapped_results():
    """The results are in the wrong order: return (w', a')."""

    def nag_step(w, a, grad_fn, lr, beta):
        a_new = beta * a + grad_fn(w - lr * beta * a)
        return a_new, w - lr * a_new

    return {"nag_step": nag_step}


def changes_its_input():
    """nag_step changed its input; return new tensors instead."""

    def nag_step(w, a, grad_fn, lr, beta):
        g = grad_fn(w - lr * beta * a)
        a.mul_(beta).add_(g)
        w.sub_(lr * a)
        return w.clone(), a.clone()

    return {"nag_step": nag_step}
