import torch


def var_mean_and_rsqrt():
    """torch.var_mean and rsqrt, keepdim, addcmul."""

    def bn_forward(x, gamma, beta, eps=1e-5):
        var, mu = torch.var_mean(x, dim=0, unbiased=False, keepdim=True)
        x_hat = (x - mu) * torch.rsqrt(var + eps)
        return torch.addcmul(beta, x_hat, gamma), (x_hat, var)

    return bn_forward


def einsum_over_the_batch():
    """Sums by einsum; one scale and one offset per feature."""

    def bn_forward(x, gamma, beta, eps=1e-5):
        n = x.shape[0]
        centred = x - x.sum(0) / n
        var = torch.einsum("nd,nd->d", centred, centred) / n
        return torch.einsum("nd,d->nd", centred, gamma / (var + eps) ** 0.5) + beta, None

    return bn_forward


def refuses_a_batch_of_one():
    """Raises ValueError for one sample, as PyTorch does."""

    def bn_forward(x, gamma, beta, eps=1e-5):
        if len(x) == 1:
            raise ValueError("more than one value per feature is needed")
        centred = (x.T - x.T.mean(1, keepdim=True)).T
        return gamma * (centred / (centred**2).mean(0).add(eps).sqrt()) + beta, [centred]

    return bn_forward
