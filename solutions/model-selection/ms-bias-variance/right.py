import torch


def var_and_numbers():
    """var with unbiased=False; plain numbers."""

    def bias_variance(preds, f, noise_var):
        b = (preds.mean(0) - f).square().mean().item()
        v = preds.var(dim=0, unbiased=False).mean().item()
        return {"total": b + v + noise_var, "noise": noise_var, "variance": v, "bias2": b}

    return bias_variance


def error_minus_variance():
    """The mean squared error to f, point by point, less the variance."""

    def bias_variance(preds, f, noise_var):
        errors = preds - f
        variance = torch.var_mean(errors, dim=0, correction=0)[0].mean()
        mse = errors.pow(2).mean()
        bias2 = mse - variance
        return {"bias2": bias2, "variance": variance, "noise": torch.tensor(noise_var), "total": mse + noise_var}

    return bias_variance
