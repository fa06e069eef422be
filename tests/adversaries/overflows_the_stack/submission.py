# %% bn-forward-train
import sys

sys.setrecursionlimit(10**9)


def bn_forward(x, gamma, beta, eps=1e-5):
    def down(n):
        return [down(k) for k in (n + 1,)]

    return down(0)
