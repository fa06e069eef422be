"""Each trace runs an exercise's reference with the drawn values, and computes the named wrong results beside it."""

import torch


def _steps(optimizer_of, gradients):
    weight = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of([weight])
    for gradient in gradients:
        weight.grad = torch.tensor([float(gradient)], dtype=torch.float64)
        optimizer.step()
    return weight.item()


def momentum(reference, values):
    lr, beta, g1, g2 = (values[name] for name in ("lr", "beta", "g1", "g2"))
    answer = _steps(lambda weights: reference["Momentum"](weights, lr=lr, beta=beta), (g1, g2))
    first = (1 - beta) * g1
    return {"answer": answer, "traps": {"no-memory": 1 - lr * (g1 + g2), "dampened": 1 - lr * (first + beta * first + (1 - beta) * g2)}}


def adam(reference, values):
    lr, g1, g2 = (values[name] for name in ("lr", "g1", "g2"))
    answer = _steps(lambda weights: reference["Adam"](weights, lr=lr, betas=(0.9, 0.999), eps=0.0), (g1, g2))
    m = v = 0.0
    raw = 1.0
    for g in (g1, g2):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        raw -= lr * m / v**0.5
    signs = 1 - lr * ((g1 > 0) - (g1 < 0)) - lr * ((g2 > 0) - (g2 < 0))
    return {"answer": answer, "traps": {"no-correction": raw, "signs": signs}}


def soft(reference, values):
    x = torch.tensor([float(values[name]) for name in "abc"], dtype=torch.float64)
    t = float(values["t"])
    hard = torch.where(x.abs() > t, x, torch.zeros_like(x))
    return {"answer": reference["soft_threshold"](x, t).tolist(), "traps": {"hard": hard.tolist(), "shifted": (x - t).tolist()}}


def batch_norm(reference, values):
    x = torch.tensor([[values["a"], values["b"]], [values["c"], values["d"]]], dtype=torch.float64)
    gamma, beta = torch.tensor([1.0, values["gamma"]], dtype=torch.float64), torch.tensor([0.0, 1.0], dtype=torch.float64)
    y, _ = reference["bn_forward"](x, gamma, beta, eps=0.0)
    rows = (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True, correction=0)
    sample = (x - x.mean(0)) / x.std(0, correction=1)
    return {"answer": y.tolist(), "traps": {"per-sample": (gamma * rows + beta).tolist(), "unbiased": (gamma * sample + beta).tolist()}}


def lecture(reference, values):
    schedule, total, step = reference["lecture_schedule"], int(values["total"]), int(values["step"])
    answer = schedule(values["base"], total, step)
    before = {0.5: values["base"], 0.75: values["base"] / 10}.get(values["part"], answer * 10 if step * 10 > total else answer / 2)
    return {"answer": answer, "traps": {"one-phase-back": before}}
