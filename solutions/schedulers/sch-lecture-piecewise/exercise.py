"""The lecture's schedule."""


# %% answer
def lecture_schedule(base: float, total: int, step: int) -> float:
    """The learning rate of `step` (0-based) in a run of `total` steps.

    First 10 %: linear warm-up from 0. Next 40 %: base. Next 25 %: base / 10. From 75 % on: base / 100.
    A boundary step belongs to the phase that begins there; boundaries are not rounded to whole steps.
    """
    ### BEGIN SOLUTION
    # η_t = base · 10 t / T              t < 0.1 T
    if 10 * step < total:
        return base * 10 * step / total
    # η_t = base                         t < 0.5 T
    if 2 * step < total:
        return base
    # η_t = base / 10                    t < 0.75 T
    if 4 * step < 3 * total:
        return base / 10
    # η_t = base / 100
    return base / 100
    ### END SOLUTION


# %% example
example(
    "lecture_schedule, T = 200",
    [lecture_schedule(1e-4, 200, t) for t in (0, 10, 19, 20, 99, 100, 149, 150, 199)],
    [0, 5e-05, 9.5e-05, 0.0001, 0.0001, 1e-05, 1e-05, 1e-06, 1e-06],
)
example("lecture_schedule, T = 7", [lecture_schedule(1e-4, 7, t) for t in range(7)], [0, 0.0001, 0.0001, 0.0001, 1e-05, 1e-05, 1e-06])

# %% plot
import matplotlib.pyplot as plt

plt.semilogy(range(1, 1000), [lecture_schedule(1e-4, 1000, t) for t in range(1, 1000)])
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
