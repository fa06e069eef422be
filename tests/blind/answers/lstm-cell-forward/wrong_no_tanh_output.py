"""The cell state is shown without tanh: h' = o c'."""
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    z = torch.einsum("bd,hd->bh", x, Wx) + torch.einsum("bd,hd->bh", h, Wh) + b
    i, f, g, o = z.chunk(4, 1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    c_new = f * c + i * g
    h_new = o * c_new
    return h_new, c_new, None
