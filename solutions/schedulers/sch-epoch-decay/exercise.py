"""One per cent per epoch."""


# %% answer
def epoch_decay(lr0: float, steps_per_epoch: int, step: int, rate: float = 0.01) -> float:
    """The learning rate of `step` (0-based): `lr0`, multiplied by `1 - rate` once for every epoch that is over.

    The first epoch runs at `lr0`; the rate is constant within an epoch.
    """
    ### BEGIN SOLUTION
    # η_t = η₀ (1 − r)^⌊t / s⌋
    return lr0 * (1 - rate) ** (step // steps_per_epoch)
    ### END SOLUTION


# %% example
example("epoch_decay", [epoch_decay(0.1, 10, t) for t in (0, 9, 10, 20, 1000)], [0.1, 0.1, 0.099, 0.09801, 0.03660323413])

# %% plot
import matplotlib.pyplot as plt

steps = range(1000)
plt.plot(steps, [epoch_decay(0.1, 10, t) for t in steps], label="1 % per epoch")
plt.plot(steps, [epoch_decay(0.1, 10, t, rate=0.05) for t in steps], label="5 % per epoch")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
