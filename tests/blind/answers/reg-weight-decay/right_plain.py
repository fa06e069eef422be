"""Branches, state made on demand."""
def decay_step(
    kind: Literal["l2", "decoupled"], base: Literal["sgd", "adam"], w: Tensor, g: Tensor, state: dict, lr: float, wd: float, **hp
) -> Tensor:
    if kind == "l2":
        g = g + wd * w
    else:
        w = (1 - lr * wd) * w
    if base == "sgd":
        a = hp.get("momentum", 0.0) * state.get("a", torch.zeros_like(g)) + g
        state["a"] = a
        return w - lr * a
    b1, b2 = hp.get("betas", (0.9, 0.999))
    eps = hp.get("eps", 1e-8)
    t = state.get("t", 0) + 1
    m = b1 * state.get("m", torch.zeros_like(g)) + (1 - b1) * g
    v = b2 * state.get("v", torch.zeros_like(g)) + (1 - b2) * g * g
    state["t"], state["m"], state["v"] = t, m, v
    mh, vh = m / (1 - b1**t), v / (1 - b2**t)
    return w - lr * mh / (vh.sqrt() + eps)
