"""A backward loop that adds up the products."""
def rnn_backward(xs: Tensor, hs: Tensor, h0: Tensor, Wx: Tensor, Wh: Tensor, dhs: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    dWx, dWh = torch.zeros_like(Wx), torch.zeros_like(Wh)
    db = torch.zeros(Wh.shape[0], dtype=Wh.dtype)
    n = torch.zeros_like(h0)
    for t in range(len(xs) - 1, -1, -1):
        previous = hs[t - 1] if t > 0 else h0
        a = (dhs[t] + n) * (1 - hs[t] ** 2)
        dWx += a.T @ xs[t]
        dWh += a.T @ previous
        db += a.sum(0)
        n = a @ Wh
    return dWx, dWh, db, n
