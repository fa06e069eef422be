"""project_l1 sorts the entries with their signs instead of their sizes, so the threshold is wrong as soon as a negative entry matters."""
def project_l2(w: Tensor, r: float) -> Tensor:
    norm = w.square().sum().sqrt()
    if norm <= r:
        return w.clone()
    return w * (r / norm)


def project_l1(w: Tensor, r: float) -> Tensor:
    if w.abs().sum() <= r:
        return w.clone()
    u = w.reshape(-1).sort(descending=True).values
    k = torch.arange(1, u.numel() + 1, dtype=w.dtype, device=w.device)
    theta = ((u.cumsum(0) - r) / k).max().clamp(min=0)
    return w.sign() * (w.abs() - theta).clamp(min=0)
