"""The norms of the single factors are multiplied (an upper bound) instead of taking the norm of the product."""
def cell_path_gradient(f: Tensor) -> Tensor:
    ones = torch.ones((1, *f.shape[1:]), dtype=f.dtype)
    return torch.cat([f, ones]).flip(0).cumprod(0).flip(0)


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    norm = torch.ones((), dtype=Wh.dtype)
    for h in hs:
        norm = norm * torch.linalg.matrix_norm(torch.diag(1 - h**2) @ Wh, ord=2)
    return norm
