import torch


def quotient_at_the_end():
    """Divides by vᵀv in the end as well."""

    def sharpness(hvp, v0, iters):
        v = v0
        for _ in range(iters):
            v = hvp(v / v.norm().clamp(min=1e-300 if v.dtype == torch.float64 else 1e-37))
        squares = (v * v).sum()
        return torch.zeros_like(squares) if squares == 0 else (v * hvp(v / squares.sqrt())).sum() / squares.sqrt()

    return sharpness


def one_product_ahead():
    """Keeps the product of the last vector; einsum."""

    def sharpness(hvp, v0, iters):
        v = v0 / (v0**2).sum().sqrt()
        Hv = hvp(v)
        for _ in range(iters):
            size = (Hv**2).sum().sqrt()
            if size.item() == 0.0:
                break
            v = Hv / size
            Hv = hvp(v)
        return torch.einsum("i,i->", v.reshape(-1), Hv.reshape(-1))

    return sharpness
