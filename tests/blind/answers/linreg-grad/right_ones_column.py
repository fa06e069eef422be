"""The bias is a weight of a column of ones; one product gives both gradients, which are then taken apart."""
def linreg_grad(X: Tensor, y: Tensor, w: Tensor, b: float | Tensor) -> tuple[Tensor, Tensor, Tensor]:
    N = X.shape[0]
    bias = torch.as_tensor(b, dtype=X.dtype, device=X.device).reshape(1)
    design = torch.cat([X, X.new_ones(N, 1)], dim=1)
    r = design @ torch.cat([w, bias]) - y
    gradient = design.T @ r * (2 / N)
    return (r * r).sum() / N, gradient[:-1], gradient[-1]
