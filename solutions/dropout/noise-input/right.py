import torch


def normal_in_place():
    """Draws with normal_ into an empty tensor; addcmul."""

    def add_input_noise(x, std, training=True, noise=None, generator=None):
        if not training:
            return x.clone()
        xi = torch.empty(x.shape, dtype=x.dtype, device=x.device).normal_(0, 1, generator=generator) if noise is None else noise
        return torch.add(x, xi, alpha=std)

    return add_input_noise


def normal_with_std():
    """torch.normal draws noise that is scaled already."""

    def add_input_noise(x, std, training=True, noise=None, generator=None):
        if training:
            shaken = torch.normal(0.0, float(std), tuple(x.shape), generator=generator).to(x.dtype) if noise is None else noise.mul(std)
            return shaken + x
        return x

    return add_input_noise
