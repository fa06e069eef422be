"""Linear decay."""


# %% answer
def linear_decay(lr0: float, lr_end: float, total: int, step: int) -> float:
    """The learning rate of `step` (0-based): on the straight line from `lr0` at step 0 to `lr_end` at step `total`; then `lr_end`."""
    ### BEGIN SOLUTION
    # η_t = η₀ + (η_T − η₀) min(t, T) / T
    return lr0 + (lr_end - lr0) * min(step, total) / total
    ### END SOLUTION


# %% example
example("linear_decay", [linear_decay(0.1, 0.0, 10, t) for t in (0, 3, 10, 15)], [0.1, 0.07, 0.0, 0.0])

# %% plot
import matplotlib.pyplot as plt

plt.plot(range(140), [linear_decay(0.1, 0.01, 100, t) for t in range(140)])
plt.axvline(100, linestyle=":")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
