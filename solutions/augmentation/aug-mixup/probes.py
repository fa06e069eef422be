"""Drivers of aug-mixup."""


def lambdas(answer, alpha, n):
    """Two calls of the sampler."""
    return [answer.sample_lambda(alpha, n).detach(), answer.sample_lambda(alpha, n).detach()]
