import torch


def welford():
    """Running mean and sum of squares (Welford)."""

    def mc_predict(fn, x, masks):
        mean, squares = None, None
        for count, mask in enumerate(masks, start=1):
            y = fn(x, mask)
            if mean is None:
                mean, squares = y.clone(), torch.zeros_like(y)
                continue
            delta = y - mean
            mean = mean + delta / count
            squares = squares + delta * (y - mean)
        return mean, squares / len(masks)

    return mc_predict


def var_mean():
    """torch.var_mean over the stack."""

    def mc_predict(fn, x, masks):
        var, mean = torch.var_mean(torch.stack([fn(x, m) for m in masks.unbind()]), dim=0, correction=0)
        return mean, var

    return mc_predict
