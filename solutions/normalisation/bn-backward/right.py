import torch


def step_by_step():
    """The graph walked backwards node by node: dx̂, dvar, dmu, dx."""

    def bn_backward(dy, cache):
        x, mu, gamma = cache["x"], cache["mu"], cache["gamma"]
        var_eps = cache["var"] + cache["eps"]
        m = x.shape[0]
        dx_hat = dy * gamma
        dvar = (dx_hat * (x - mu) * -0.5 * var_eps**-1.5).sum(0)
        dmu = (-dx_hat / var_eps.sqrt()).sum(0) + dvar * (-2 * (x - mu)).mean(0)
        dx = dx_hat / var_eps.sqrt() + dvar * 2 * (x - mu) / m + dmu / m
        return dx, (dy * cache["x_hat"]).sum(0), dy.sum(0)

    return bn_backward


def means_form():
    """Means in place of sums, einsum, keepdim."""

    def bn_backward(dy, cache):
        x_hat = cache["x_hat"]
        istd = torch.rsqrt(cache["var"] + cache["eps"])
        dgamma = torch.einsum("nd,nd->d", dy, x_hat)
        dx = cache["gamma"] * istd * (dy - dy.mean(0, keepdim=True) - x_hat * (dy * x_hat).mean(0, keepdim=True))
        return (dx, dgamma, torch.einsum("nd->d", dy))

    return bn_backward


def a_cache_of_its_own():
    """Another forward with another cache (a tuple): the cache's form is the student's business."""

    def bn_forward_cached(x, gamma, beta, eps=1e-5):
        centred = x - x.mean(0)
        istd = (centred.square().mean(0) + eps).rsqrt()
        return gamma * centred * istd + beta, (centred, istd, gamma)

    def bn_backward(dy, cache):
        centred, istd, gamma = cache
        g = dy * gamma
        spread = (g * centred).mean(0) * istd**3
        return istd * (g - g.mean(0)) - centred * spread, (dy * centred).sum(0) * istd, dy.sum(0)

    return {"bn_forward_cached": bn_forward_cached, "bn_backward": bn_backward}
