"""A tuple as cache, matrix products."""
def mlp_forward(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> tuple[Tensor, object]:
    z = x @ W1.T + b1
    h = z.clamp(min=0)
    return h @ W2.T + b2, (x, z, h, W1, W2)


def mlp_backward(dout: Tensor, cache: object) -> dict[str, Tensor]:
    x, z, h, W1, W2 = cache
    dz = (dout @ W2) * (z > 0)
    return {"W1": dz.T @ x, "b1": dz.sum(0), "W2": dout.T @ h, "b2": dout.sum(0), "x": dz @ W1}
