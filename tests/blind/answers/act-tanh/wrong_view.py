"""Flattens with `view(-1)`, which raises for non-contiguous tensors such as a transposed one."""
def tanh(x: Tensor) -> Tensor:
    flat = x.view(-1)
    out = torch.empty_like(flat)
    left = flat <= 0
    e = torch.expm1(2 * flat[left])
    out[left] = e / (e + 2)
    e = torch.expm1(-2 * flat[~left])
    out[~left] = -e / (e + 2)
    return out.view(x.shape)


def dtanh(x: Tensor) -> Tensor:
    return 1 - tanh(x) ** 2
