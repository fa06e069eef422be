"""The product starts one gate too late (k > t + 1), so f_(t+1) is left out and the last two entries are 1."""
def cell_path_gradient(f: Tensor) -> Tensor:
    T = f.shape[0]
    out = torch.ones((T + 1, *f.shape[1:]), dtype=f.dtype)
    for t in range(T):
        out[t] = f[t + 1 :].prod(dim=0)
    return out


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    J = torch.eye(len(Wh), dtype=Wh.dtype)
    for h in hs:
        J = torch.diag(1 - h**2) @ Wh @ J
    return torch.linalg.matrix_norm(J, 2)
