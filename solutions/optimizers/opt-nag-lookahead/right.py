def velocity_inside():
    """A velocity v = −ηa inside, turned back at the end."""

    def nag_step(w, a, grad_fn, lr, beta):
        v = -lr * beta * a
        g = grad_fn(w + v)
        return w + v - lr * g, beta * a + g

    return nag_step


def in_place_on_clones():
    """In-place operations, on clones."""

    def nag_step(w, a, grad_fn, lr, beta):
        a_new, w_new = a.clone().mul_(beta), w.clone()
        look = w.clone().sub_(a_new, alpha=lr)
        a_new.add_(grad_fn(look))
        return w_new.sub_(a_new, alpha=lr), a_new

    return nag_step
