import torch


def no_grad_block():
    """r and d under no_grad, torch.clip, maximum and minimum."""

    def batch_renorm(x, rm, rv, r_max, d_max, eps=1e-5):
        mu = x.mean(0, keepdim=True)
        s = ((x - mu).square().mean(0, keepdim=True) + eps).sqrt()
        with torch.no_grad():
            run = (rv + eps).sqrt()
            r = torch.clip(s[0] / run, min=1.0 / r_max, max=r_max)
            d = torch.clip((mu[0] - rm) / run, min=-d_max, max=d_max)
        return r * ((x - mu) / s) + d, r, d

    return batch_renorm


def one_scale_one_offset():
    """y as one scale and one offset per feature."""

    def batch_renorm(x, rm, rv, r_max, d_max, eps=1e-5):
        n = x.shape[0]
        mu = torch.einsum("nd->d", x) / n
        var = x.var(0, unbiased=False)
        istd, running = torch.rsqrt(var + eps), torch.rsqrt(rv + eps)
        r = (running / istd).detach().clamp(max=r_max).clamp(min=1 / r_max)
        d = ((mu - rm) * running).detach().clamp(-d_max, d_max)
        scale = istd * r
        return (x - mu) * scale + d, r, d

    return batch_renorm
