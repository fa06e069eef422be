"""Transformer schedule."""


# %% answer
def noam(d_model: int, warmup: int, step: int) -> float:
    """The learning rate of `step` (0-based) with s = step + 1: d^-1/2 * min(s^-1/2, s * warmup^-3/2).

    warmup = 0 means no warm-up: d^-1/2 * s^-1/2.
    """
    ### BEGIN SOLUTION
    s = step + 1
    # η_t = d^−½ min(s^−½, s W^−3/2)
    rise = s * warmup**-1.5 if warmup else float("inf")
    return d_model**-0.5 * min(s**-0.5, rise)
    ### END SOLUTION


# %% example
example("noam", [noam(512, 4000, t) for t in (0, 3999, 15999)], [1.746928107e-07, 0.000698771243, 0.0003493856215])

# %% plot
import matplotlib.pyplot as plt

for d_model, warmup in ((512, 4000), (512, 8000), (256, 4000)):
    plt.plot(range(0, 20000, 50), [noam(d_model, warmup, t) for t in range(0, 20000, 50)], label=f"d = {d_model}, W = {warmup}")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
