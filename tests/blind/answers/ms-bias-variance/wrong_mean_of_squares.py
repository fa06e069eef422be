"""The variance is the mean of the squares minus the square of the mean, which cancels (even below 0) for predictions far from 0."""
def bias_variance(preds: Tensor, f: Tensor, noise_var: float) -> dict[str, Tensor | float]:
    mean = preds.mean(0)
    bias2 = ((mean - f) ** 2).mean()
    variance = ((preds**2).mean(0) - mean**2).mean()
    return {"bias2": bias2, "variance": variance, "noise": noise_var, "total": bias2 + variance + noise_var}
