"""The path is total product divided by the running product, which is 0/0 if a gate is 0."""
def cell_path_gradient(f: Tensor) -> Tensor:
    ones = torch.ones((1, *f.shape[1:]), dtype=f.dtype)
    running = torch.cat([ones, f]).cumprod(0)
    return running[-1] / running


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    J = torch.eye(len(Wh), dtype=Wh.dtype)
    for h in hs:
        J = torch.diag(1 - h**2) @ Wh @ J
    return torch.linalg.matrix_norm(J, 2)
