"""Drive the step over injected gradients, with a fresh state."""


def trajectory(answer, kind, base, w, gradients, rates, wd, settings):
    """The weights after every step."""
    state, steps = {}, []
    for g, lr in zip(gradients, rates, strict=True):
        w = answer.main(kind, base, w, g, state, lr, wd, **settings)
        steps.append(w.detach().clone())
    return {"step": steps}


def in_turn(answer, kinds, base, w, gradients, lr, wd, settings):
    """Two runs that take turns, each with a state of its own."""
    states, weights, steps = [{}, {}], [w, w], []
    for g in gradients:
        weights = [answer.main(k, base, x, g, s, lr, wd, **settings) for k, x, s in zip(kinds, weights, states, strict=True)]
        steps.append([x.detach().clone() for x in weights])
    return {"step": steps}


def interrupted(answer, kind, base, w, gradients, lr, wd, settings):
    """The weights after every step when the state is copied into a new dict half-way."""
    state, steps = {}, []
    for i, g in enumerate(gradients):
        if i == len(gradients) // 2:
            state = {key: value.clone() if hasattr(value, "clone") else value for key, value in state.items()}
        w = answer.main(kind, base, w, g, state, lr, wd, **settings)
        steps.append(w.detach().clone())
    return {"step": steps}
