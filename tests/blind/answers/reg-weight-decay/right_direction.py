"""Base direction computed in inner functions, decay added at the end."""
def decay_step(kind, base, w: Tensor, g: Tensor, state: dict, lr: float, wd: float, **hp) -> Tensor:
    def sgd(d, momentum=0.0, **_):
        a = state.setdefault("velocity", torch.zeros_like(d))
        a.mul_(momentum).add_(d)
        return a.clone()

    def adam(d, betas=(0.9, 0.999), eps=1e-8, **_):
        state["n"] = state.get("n", 0) + 1
        averages = []
        for name, x, beta in (("first", d, betas[0]), ("second", d * d, betas[1])):
            buffer = state.setdefault(name, torch.zeros_like(d))
            buffer.lerp_(x, 1 - beta)
            averages.append(buffer / (1 - beta ** state["n"]))
        return averages[0] / (averages[1].sqrt() + eps)

    coupled = kind == "l2"
    direction = {"sgd": sgd, "adam": adam}[base](torch.add(g, w, alpha=wd) if coupled else g.clone(), **hp)
    shrink = 0.0 if coupled else wd
    return w - lr * (direction + shrink * w)
