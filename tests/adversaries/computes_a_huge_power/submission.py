# %% sch-cosine
def cosine(lr0, lr_min, total, step):
    return 10 ** 10**8
