"""Loops from the last step back; svdvals of the product."""
def cell_path_gradient(f: Tensor) -> Tensor:
    entries = [torch.ones(f.shape[1:], dtype=f.dtype)]
    for gate in reversed(f.unbind(0)):
        entries.append(entries[-1] * gate)
    return torch.stack(entries[::-1])


def rnn_jacobian_norm(Wh: Tensor, hs: Tensor) -> Tensor:
    J = torch.eye(Wh.shape[0], dtype=Wh.dtype)
    for h in hs:
        J = (1 - h * h)[:, None] * (Wh @ J)
    return torch.linalg.svdvals(J)[0]
