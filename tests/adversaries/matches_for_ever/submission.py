# %% bn-forward-train
import re


def bn_forward(x, gamma, beta, eps=1e-5):
    re.match(r"(a+)+$", "a" * 60 + "b")
