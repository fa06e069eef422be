import torch


def rows_of_groups():
    """One row per sample and group; var_mean over the row."""

    def group_norm(x, G, weight, bias, eps=1e-5):
        N, C = x.shape[:2]
        if C % G != 0:
            raise ValueError("G must divide C")
        rows = x.reshape(N, G, -1) if x.numel() else x.reshape(N, G, C // G * x.shape[2] * x.shape[3])
        centred = rows - rows.mean(-1, keepdim=True)
        y = centred * torch.rsqrt(centred.square().mean(-1, keepdim=True) + eps)
        return torch.addcmul(bias.view(-1, 1, 1), y.reshape(x.shape), weight.view(-1, 1, 1))

    return group_norm


def group_by_group():
    """A loop over the groups, torch.cat."""

    def group_norm(x, G, weight, bias, eps=1e-5):
        if x.size(1) % G:
            raise ValueError(x.size(1), G)
        done = []
        for part in x.chunk(G, dim=1):
            mu = part.mean((1, 2, 3), keepdim=True)
            done.append((part - mu) / (((part - mu) ** 2).mean((1, 2, 3), keepdim=True) + eps) ** 0.5)
        return torch.einsum("nchw,c->nchw", torch.cat(done, 1), weight) + bias[None, :, None, None]

    return group_norm
