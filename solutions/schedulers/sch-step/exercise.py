"""Step decay."""


# %% answer
def step_decay(lr0: float, step_size: int, gamma: float, step: int) -> float:
    """The learning rate of `step` (0-based): `lr0`, multiplied by `gamma` at steps `step_size`, `2 * step_size`, …"""
    ### BEGIN SOLUTION
    # η_t = η₀ γ^⌊t / k⌋
    return lr0 * gamma ** (step // step_size)
    ### END SOLUTION


# %% example
example("step_decay", [step_decay(0.1, 30, 0.1, t) for t in (0, 29, 30, 60)], [0.1, 0.1, 0.01, 0.001])

# %% plot
import matplotlib.pyplot as plt

plt.step(range(120), [step_decay(0.1, 30, 0.3, t) for t in range(120)], where="post")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
