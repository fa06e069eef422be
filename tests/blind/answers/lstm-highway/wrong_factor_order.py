"""The factors are multiplied in the wrong order: the factor of step 1 stands leftmost."""
def cell_path_gradient(f: Tensor) -> Tensor:
    T = f.shape[0]
    out = torch.ones((T + 1, *f.shape[1:]), dtype=f.dtype)
    for t in range(T - 1, -1, -1):
        out[t] = out[t + 1] * f[t]
    return out


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    J = torch.eye(len(Wh), dtype=Wh.dtype)
    for h in hs:
        J = J @ torch.diag(1 - h**2) @ Wh
    return torch.linalg.svdvals(J).max()
