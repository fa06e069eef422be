"""Coupled L2 and decoupled decay."""

from typing import Literal

import torch
from torch import Tensor


# %% answer
def decay_step(
    kind: Literal["l2", "decoupled"], base: Literal["sgd", "adam"], w: Tensor, g: Tensor, state: dict, lr: float, wd: float, **hp
) -> Tensor:
    """One step of `base` on `w` with gradient `g`, with weight decay of the given kind; returns the new w.

    l2: wd * w is added to g.  decoupled: w is first multiplied by 1 - lr * wd, and g stays raw.
    sgd: momentum=0.0.  adam: betas=(0.9, 0.999), eps=1e-8.
    `state` (empty at first) keeps what the optimizer remembers between steps; it is updated in place.
    """
    ### BEGIN SOLUTION
    if kind == "l2":
        # g ← g + wd · w
        g = g + wd * w
    else:
        # w ← (1 − lr · wd) w
        w = (1 - lr * wd) * w
    if base == "sgd":
        # a ← μ a + g,  w ← w − lr · a
        state["a"] = hp.get("momentum", 0.0) * state.get("a", torch.zeros_like(w)) + g
        return w - lr * state["a"]
    beta1, beta2 = hp.get("betas", (0.9, 0.999))
    state["t"] = state.get("t", 0) + 1
    # m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²
    state["m"] = beta1 * state.get("m", torch.zeros_like(w)) + (1 - beta1) * g
    state["v"] = beta2 * state.get("v", torch.zeros_like(w)) + (1 - beta2) * g * g
    # w ← w − lr · m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
    m_hat = state["m"] / (1 - beta1 ** state["t"])
    v_hat = state["v"] / (1 - beta2 ** state["t"])
    return w - lr * m_hat / (v_hat.sqrt() + hp.get("eps", 1e-8))
    ### END SOLUTION


# %% example
w, g = torch.tensor([1.0, -2.0], dtype=torch.float64), torch.tensor([0.5, 1.0], dtype=torch.float64)
wanted = torch.tensor([0.949, -2.098], dtype=torch.float64)
example("decay_step, l2 with sgd", decay_step("l2", "sgd", w, g, {}, 0.1, 0.01), wanted)
example("decay_step, decoupled with sgd", decay_step("decoupled", "sgd", w, g, {}, 0.1, 0.01), wanted)

# %% plot
import matplotlib.pyplot as plt

for base in "sgd", "adam":
    for kind in "l2", "decoupled":
        w, state, path = torch.tensor([1.0]), {}, []
        for t in range(60):
            w = decay_step(kind, base, w, 5 * torch.sin(torch.tensor([0.9 * t])), state, 0.02, 0.5)
            path.append(float(w))
        plt.plot(path, label=f"{base}, {kind}")
plt.xlabel("step")
plt.ylabel("weight")
plt.legend()
plt.show()
