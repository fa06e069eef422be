"""Exponential decay."""


# %% answer
def exponential(lr0: float, gamma: float, step: int) -> float:
    """The learning rate of `step` (0-based): `lr0` multiplied by `gamma` once per step; `lr0` itself at step 0."""
    ### BEGIN SOLUTION
    # η_t = η₀ γᵗ
    return lr0 * gamma**step
    ### END SOLUTION


# %% example
example("exponential", [exponential(0.1, 0.95, t) for t in (0, 1, 10)], [0.1, 0.095, 0.05987369392])

# %% plot
import matplotlib.pyplot as plt

for gamma in (0.9, 0.95, 0.99):
    plt.semilogy(range(100), [exponential(0.1, gamma, t) for t in range(100)], label=f"γ = {gamma}")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
