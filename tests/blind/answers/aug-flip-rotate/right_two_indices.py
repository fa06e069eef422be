"""Each move is one lookup x[..., rows, cols] with two index tensors that are broadcast; no transpose, no repeated turns."""
def _numbers(x: Tensor) -> tuple[Tensor, Tensor]:
    return torch.arange(x.shape[-2], device=x.device), torch.arange(x.shape[-1], device=x.device)


def hflip(x: Tensor) -> Tensor:
    i, j = _numbers(x)
    return x[..., i[:, None], (x.shape[-1] - 1 - j)[None, :]]


def vflip(x: Tensor) -> Tensor:
    i, j = _numbers(x)
    return x[..., (x.shape[-2] - 1 - i)[:, None], j[None, :]]


def rot90(x: Tensor, k: int) -> Tensor:
    i, j = _numbers(x)
    up, left = x.shape[-2] - 1 - i, x.shape[-1] - 1 - j
    if k % 4 == 0:
        return x[..., i[:, None], j[None, :]]
    if k % 4 == 1:
        return x[..., i[None, :], left[:, None]]
    if k % 4 == 2:
        return x[..., up[:, None], left[None, :]]
    return x[..., up[None, :], j[:, None]]
