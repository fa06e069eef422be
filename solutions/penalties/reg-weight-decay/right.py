import torch


def subtracted_together():
    """Both parts of the step subtracted from the old w; Adam with step size and denominator as in PyTorch."""

    def decay_step(kind, base, w, g, state, lr, wd, *, momentum=0.0, betas=(0.9, 0.999), eps=1e-8):
        decay = wd * w
        if kind == "l2":
            g, decay = g + decay, torch.zeros_like(w)
        if base == "sgd":
            if "buffer" not in state:
                state["buffer"] = g.clone()
            else:
                state["buffer"].mul_(momentum).add_(g)
            return w - lr * (decay + state["buffer"])
        if not state:
            state.update(step=0, m=torch.zeros_like(w), v=torch.zeros_like(w))
        state["step"] += 1
        b1, b2 = betas
        state["m"].lerp_(g, 1 - b1)
        state["v"].mul_(b2).addcmul_(g, g, value=1 - b2)
        denominator = state["v"].sqrt() / (1 - b2 ** state["step"]) ** 0.5 + eps
        return w - lr * decay - lr / (1 - b1 ** state["step"]) * state["m"] / denominator

    return decay_step


def in_place_on_a_copy():
    """A copy of w, changed in place."""

    def decay_step(kind, base, w, g, state, lr, wd, **hp):
        new = w.clone()
        grad = g.clone()
        if kind == "decoupled":
            new.mul_(1 - lr * wd)
        else:
            grad.add_(w, alpha=wd)
        if base == "sgd":
            previous = state.get("velocity")
            state["velocity"] = grad if previous is None else hp.get("momentum", 0.0) * previous + grad
            return new.sub_(state["velocity"], alpha=lr)
        b1, b2 = hp.get("betas", (0.9, 0.999))
        t, m, v = state.get("moments", (0, 0.0, 0.0))
        t, m, v = t + 1, b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2
        state["moments"] = (t, m, v)
        return new.addcdiv_(m / (1 - b1**t), (v / (1 - b2**t)).sqrt_().add_(hp.get("eps", 1e-8)), value=-lr)

    return decay_step
