"""Decay at milestones."""


# %% answer
def multistep(lr0: float, milestones: list[int], gamma: float, step: int) -> float:
    """The learning rate of `step` (0-based): `lr0`, multiplied by `gamma` once for every milestone up to and including `step`.

    Milestones are absolute steps in any order; one that is listed twice counts twice.
    """
    ### BEGIN SOLUTION
    # η_t = η₀ γ^#{i : m_i ≤ t}
    return lr0 * gamma ** sum(milestone <= step for milestone in milestones)
    ### END SOLUTION


# %% example
example("multistep", [multistep(0.1, [30, 80], 0.1, t) for t in (29, 30, 79, 80)], [0.1, 0.01, 0.01, 0.001])

# %% plot
import matplotlib.pyplot as plt

plt.step(range(120), [multistep(0.1, [30, 80, 100], 0.4, t) for t in range(120)], where="post")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
