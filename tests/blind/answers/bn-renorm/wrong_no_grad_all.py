"""The batch mean and deviation are computed inside no_grad together with r and d, so no gradient flows through them."""
def batch_renorm(x: Tensor, rm: Tensor, rv: Tensor, r_max: float, d_max: float, eps: float = 1e-5) -> tuple[Tensor, Tensor, Tensor]:
    with torch.no_grad():
        mu_b = x.mean(0)
        sigma_b = torch.sqrt(x.var(0, unbiased=False) + eps)
        sigma = torch.sqrt(rv + eps)
        r = (sigma_b / sigma).clamp(1 / r_max, r_max)
        d = ((mu_b - rm) / sigma).clamp(-d_max, d_max)
    y = (x - mu_b) / sigma_b * r + d
    return y, r, d
