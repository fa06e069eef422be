"""One small function per gate on row slices of the weights."""
def lstm_cell(x: Tensor, h: Tensor, c: Tensor, Wx: Tensor, Wh: Tensor, b: Tensor) -> tuple[Tensor, Tensor, object]:
    H = h.size(1)

    def gate(k, squash):
        rows = slice(k * H, k * H + H)
        joint = torch.cat([Wx[rows], Wh[rows]], dim=1)
        return squash(torch.addmm(b[rows], torch.cat([x, h], dim=1), joint.t()))

    gates = {name: gate(k, torch.tanh if name == "g" else torch.sigmoid) for k, name in enumerate("ifgo")}
    c_new = torch.addcmul(gates["f"] * c, gates["i"], gates["g"])
    return gates["o"] * c_new.tanh(), c_new, gates
