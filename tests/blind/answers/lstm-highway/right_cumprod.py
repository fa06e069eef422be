"""Flipped cumulative product; multiplication from the left end and the matrix norm."""
def cell_path_gradient(f: Tensor) -> Tensor:
    last = torch.ones_like(f[:0].sum(0, keepdim=True))
    return torch.cat([last, f.flip(0)]).cumprod(0).flip(0)


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    product = torch.eye(len(Wh)).to(Wh)
    for t in range(hs.shape[0] - 1, -1, -1):
        product = product @ torch.diag(1 - hs[t] ** 2) @ Wh
    return torch.linalg.matrix_norm(product, ord=2)
