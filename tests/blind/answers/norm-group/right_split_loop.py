"""Loop over channel slices, results concatenated."""
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    C = x.size(1)
    width, rest = divmod(C, G)
    if rest:
        raise ValueError("G must divide the number of channels")
    parts = []
    for start in range(0, C, width):
        part = x[:, start : start + width]
        centred = part - part.mean(dim=(1, 2, 3), keepdim=True)
        power = centred.pow(2).mean(dim=(1, 2, 3), keepdim=True)
        parts.append(centred * (power + eps).rsqrt())
    return torch.cat(parts, dim=1) * weight.view(1, C, 1, 1) + bias.view(1, C, 1, 1)
