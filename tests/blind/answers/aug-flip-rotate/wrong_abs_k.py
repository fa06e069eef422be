"""Turns abs(k) % 4 times, so a negative k turns counter-clockwise as well."""
def hflip(x: Tensor) -> Tensor:
    return x[..., torch.arange(x.shape[-1] - 1, -1, -1, device=x.device)]


def vflip(x: Tensor) -> Tensor:
    return x[..., torch.arange(x.shape[-2] - 1, -1, -1, device=x.device), :]


def rot90(x: Tensor, k: int) -> Tensor:
    out = x.clone()
    for _ in range(abs(k) % 4):
        out = hflip(out).transpose(-1, -2)
    return out
