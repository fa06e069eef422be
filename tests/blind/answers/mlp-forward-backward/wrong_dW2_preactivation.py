"""dW2 is formed with the pre-activation z instead of h = relu(z)."""
def mlp_forward(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> tuple[Tensor, object]:
    z = x @ W1.T + b1
    return z.clamp(min=0) @ W2.T + b2, (x, z, W1, W2)


def mlp_backward(dout: Tensor, cache: object) -> dict[str, Tensor]:
    x, z, W1, W2 = cache
    dz = torch.where(z > 0, dout @ W2, torch.zeros_like(z))
    return {"W2": dout.T @ z, "b2": dout.sum(0), "W1": dz.T @ x, "b1": dz.sum(0), "x": dz @ W1}
