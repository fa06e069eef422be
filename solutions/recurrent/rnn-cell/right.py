import torch


def one_matrix():
    """Concatenated inputs and concatenated weights."""

    def rnn_cell(x, h, Wx, Wh, b):
        return (torch.cat([x, h], dim=1) @ torch.cat([Wx, Wh], dim=1).T + b).tanh()

    return rnn_cell


def einsum_terms():
    """einsum for both products."""

    def rnn_cell(x, h, Wx, Wh, b):
        a = torch.einsum("bd,hd->bh", x, Wx) + torch.einsum("bk,hk->bh", h, Wh)
        return torch.tanh(b[None] + a)

    return rnn_cell


def linear_functions():
    """torch.nn.functional.linear, twice."""

    def rnn_cell(x, h, Wx, Wh, b):
        return torch.tanh(torch.nn.functional.linear(x, Wx, b) + torch.nn.functional.linear(h, Wh))

    return rnn_cell
