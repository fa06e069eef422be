"""Joins all parameters into one vector and takes its 1-norm."""
def l1_penalty(params: Iterable[Tensor], lam: float) -> Tensor:
    pieces = [p.reshape(-1) for p in params]
    if not pieces:
        return torch.zeros(())
    return lam * torch.linalg.vector_norm(torch.cat(pieces), ord=1)


def l1_subgrad(w: Tensor, lam: float) -> Tensor:
    return lam * ((w > 0).to(w.dtype) - (w < 0).to(w.dtype))
