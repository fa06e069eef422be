import torch


def flattened():
    """The last dimensions flattened into one, and back."""

    def layer_norm(x, normalized_shape, weight, bias, eps=1e-5):
        flat = x.flatten(-len(normalized_shape))
        centred = flat - flat.mean(-1, keepdim=True)
        y = centred / (centred.pow(2).mean(-1, keepdim=True) + eps).sqrt()
        return y.reshape(x.shape) * weight + bias

    return layer_norm


def counted_from_the_front():
    """Axes counted from the front, rsqrt, addcmul, sums divided by the count."""

    def layer_norm(x, normalized_shape, weight, bias, eps=1e-5):
        first = x.dim() - len(normalized_shape)
        dims, count = list(range(first, x.dim())), 1
        for n in normalized_shape:
            count *= n
        centred = x - x.sum(dims, keepdim=True) / count
        istd = torch.rsqrt((centred * centred).sum(dims, keepdim=True) / count + eps)
        return torch.addcmul(bias, centred * istd, weight)

    return layer_norm
