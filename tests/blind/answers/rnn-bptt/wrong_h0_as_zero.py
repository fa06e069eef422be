"""The state before the first step is taken as 0, so h0 adds nothing to dWh."""
def rnn_backward(xs: Tensor, hs: Tensor, h0: Tensor, Wx: Tensor, Wh: Tensor, dhs: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    T = xs.shape[0]
    dWx, dWh, db = torch.zeros_like(Wx), torch.zeros_like(Wh), torch.zeros_like(Wh[:, 0])
    n = torch.zeros_like(h0)
    for t in reversed(range(T)):
        a = (dhs[t] + n) * (1 - hs[t] ** 2)
        dWx += a.T @ xs[t]
        if t > 0:
            dWh += a.T @ hs[t - 1]
        db += a.sum(0)
        n = a @ Wh
    return dWx, dWh, db, n
