import torch


def index_select():
    """Reversed numbers with index_select; transposition and a flip for the turn, one case for each k."""

    def reverse(x, dim):
        return x.index_select(dim, torch.arange(x.shape[dim] - 1, -1, -1, device=x.device))

    def hflip(x):
        return reverse(x, x.dim() - 1)

    def vflip(x):
        return reverse(x, x.dim() - 2)

    def rot90(x, k):
        turned = x.swapaxes(-1, -2)
        return {0: lambda: x + 0, 1: lambda: vflip(turned), 2: lambda: hflip(vflip(x)), 3: lambda: hflip(turned)}[k % 4]()

    return {"hflip": hflip, "vflip": vflip, "rot90": rot90}


def exchange_matrix():
    """Gathers by a grid of row and column numbers, computed for the result."""

    def pick(x, rows, columns):
        return x[..., rows, columns]

    def grid(H, W, device):
        return torch.meshgrid(torch.arange(H, device=device), torch.arange(W, device=device), indexing="ij")

    def hflip(x):
        H, W = x.shape[-2:]
        i, j = grid(H, W, x.device)
        return pick(x, i, W - 1 - j)

    def vflip(x):
        H, W = x.shape[-2:]
        i, j = grid(H, W, x.device)
        return pick(x, H - 1 - i, j)

    def rot90(x, k):
        H, W = x.shape[-2:]
        i, j = grid(*((W, H) if k % 2 else (H, W)), x.device)
        return pick(x, *((i, j), (j, W - 1 - i), (H - 1 - i, W - 1 - j), (H - 1 - j, i))[k % 4])

    return {"hflip": hflip, "vflip": vflip, "rot90": rot90}
