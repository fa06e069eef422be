"""Accumulates the product of the Jacobians as a matrix and applies it to dhT anew for every step."""
def grad_norms(Wh: Tensor, hs: Tensor, dhT: Tensor) -> Tensor:
    T, H = hs.shape
    product = torch.eye(H, dtype=Wh.dtype, device=Wh.device)
    norms = [torch.linalg.vector_norm(dhT)]
    for t in range(T - 1, 0, -1):
        product = product @ torch.diag(1 - hs[t] ** 2) @ Wh
        norms.append(torch.linalg.vector_norm(dhT @ product))
    return torch.stack(norms[::-1])
