# %% bn-forward-train
import time


def bn_forward(x, gamma, beta, eps=1e-5):
    time.sleep(60)
