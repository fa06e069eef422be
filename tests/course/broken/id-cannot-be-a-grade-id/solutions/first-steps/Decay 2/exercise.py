"""Decay."""


# %% answer
def decay(lr0: float, total: int, step: int) -> float:
    """The learning rate of `step` (0-based): from `lr0` straight down to 0 at `total`, and 0 after it."""
    ### BEGIN SOLUTION
    # η_t = η₀ (1 − t / T)
    return lr0 * (1 - min(step, total) / total)
    ### END SOLUTION


# %% example
example("decay", [decay(0.1, 10, t) for t in (0, 5, 10, 12)], [0.1, 0.05, 0.0, 0.0])

# %% plot
import matplotlib.pyplot as plt

plt.plot([decay(0.1, 50, t) for t in range(60)])
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
