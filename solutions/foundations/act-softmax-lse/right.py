import torch


def exp_of_difference():
    """Softmax as exp(x − lse), the maximum detached."""

    def logsumexp(x, dim=-1):
        m = x.detach().max(dim=dim, keepdim=True).values
        return (x - m).exp().sum(dim).log() + m.squeeze(dim)

    def softmax(x, dim=-1):
        return torch.exp(x - logsumexp(x, dim).unsqueeze(dim))

    return {"softmax": softmax, "logsumexp": logsumexp}


def transposed():
    """Moves the dimension to the front and back; sorts to find the maximum."""

    def softmax(x, dim=-1):
        rows = x.movedim(dim, 0)
        e = torch.exp(rows - rows.sort(dim=0).values[-1])
        return (e / e.sum(0)).movedim(0, dim)

    def logsumexp(x, dim=-1):
        rows = x.movedim(dim, 0)
        m = rows.max(0).values
        return m + torch.log(torch.exp(rows - m).sum(0))

    return {"softmax": softmax, "logsumexp": logsumexp}
