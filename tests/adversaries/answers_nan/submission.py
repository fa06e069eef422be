# %% sch-cosine
def cosine(lr0, lr_min, total, step):
    return float("nan")
