"""n is a_t Wh^T instead of a_t Wh (the same for one unit)."""
def rnn_backward(xs: Tensor, hs: Tensor, h0: Tensor, Wx: Tensor, Wh: Tensor, dhs: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    before = [h0, *hs[:-1]]
    dWx, dWh, db = torch.zeros_like(Wx), torch.zeros_like(Wh), torch.zeros_like(Wh[:, 0])
    n = torch.zeros_like(h0)
    for t in reversed(range(len(hs))):
        a = (dhs[t] + n) * (1 - hs[t] ** 2)
        dWx += a.T @ xs[t]
        dWh += a.T @ before[t]
        db += a.sum(0)
        n = a @ Wh.T
    return dWx, dWh, db, n
