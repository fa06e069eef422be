"""A loop over the features with Python sums, written into the columns of y."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    N, D = x.shape
    columns, stats = [], []
    for d in range(D):
        col = x[:, d]
        mu = col.sum() / N
        diff = col - mu
        var = torch.dot(diff, diff) / N
        columns.append(beta[d] + diff * gamma[d] * (var + eps).pow(-0.5))
        stats.append((mu, var))
    return torch.stack(columns, dim=1), {"stats": stats, "x": x, "eps": eps}
