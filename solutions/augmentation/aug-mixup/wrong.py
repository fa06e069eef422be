import torch


def build(x_share="λ", q_share="λ", partner="perm", q_partner="perm", form="blend", place="copy", law="beta"):
    """Mixup with these decisions."""

    def share(kind, lam, like):
        if kind == "λ":
            return lam
        if kind == "1 − λ":
            return 1 - lam
        if kind == "per entry":
            return torch.rand_like(like)
        if kind == "per sample":
            return torch.rand(len(like), *[1] * (like.dim() - 1), dtype=like.dtype)
        return 0.5

    def chosen(kind, perm):
        if kind == "inverse":
            return torch.argsort(perm)
        if kind == "reversed":
            return torch.arange(len(perm) - 1, -1, -1)
        if kind == "next":
            return torch.arange(len(perm)).roll(-1)
        return torch.arange(len(perm)) if kind == "itself" else perm

    def mixup(x, q, lam, perm):
        a, b = share(x_share, lam, x), share(q_share, lam, q)
        mine, theirs = chosen(partner, perm), chosen(q_partner, perm)
        if place == "while reading":
            with torch.no_grad():
                for tensor, part, other in ((x, a, mine), (q, b, theirs)):
                    for i in range(len(tensor)):
                        tensor[i] = part * tensor[i] + (1 - part) * tensor[other[i]]
            return x, q
        if place == "stored":
            with torch.no_grad():
                x.copy_(a * x + (1 - a) * x[mine])
                q.copy_(b * q + (1 - b) * q[theirs])
            return x, q
        mixed, shares = a * x + (1 - a) * x[mine], b * q + (1 - b) * q[theirs]
        if form == "hardened":
            shares = torch.zeros_like(q).scatter_(1, shares.argmax(1, keepdim=True), 1.0)
        if form == "concatenated":
            return torch.cat([x, mixed]), torch.cat([q, shares])
        if form == "sum":
            return x + x[mine], q + q[theirs]
        return mixed, shares

    def sample_lambda(alpha, n, generator=None):
        if law == "reseeded":
            torch.manual_seed(0)
        if law == "global":
            generator = None
        first, second = torch._standard_gamma(torch.full((2, n), alpha, dtype=torch.float64), generator=generator)
        u = torch.rand(n, generator=generator, dtype=torch.float64)
        drawn = first / (first + second)
        if law == "alpha, 1":
            drawn = u ** (1 / alpha)
        if law == "uniform":
            drawn = u
        if law == "folded":
            drawn = torch.maximum(drawn, 1 - drawn)
        if law == "one":
            drawn = drawn[:1].expand(n).clone() if n else drawn
        if law == "gamma":
            drawn = first
        if law == "normal":
            drawn = (0.5 + alpha * torch.randn(n, generator=generator, dtype=torch.float64) / 4).clamp(0, 1)
        return drawn.to(torch.get_default_dtype())

    return {"mixup": mixup, "sample_lambda": sample_lambda}


def labels_not_mixed():
    """Labels must be mixed with the same λ.

    The targets come back as they were.
    """
    return {"q_partner": "itself"}


def labels_swapped():
    """The targets use 1 − λ where the inputs use λ: both give λ to the sample itself."""
    return {"q_share": "1 − λ"}


def inputs_swapped():
    """The inputs use 1 − λ where the targets use λ: both give λ to the sample itself."""
    return {"x_share": "1 − λ"}


def partner_gets_lambda():
    """λ is the weight of the sample itself: you give it to the partner."""
    return {"x_share": "1 − λ", "q_share": "1 − λ"}


def labels_of_other_partners():
    """This looks like: perm applied to x only.

    The targets are mixed with those of other samples than the inputs.
    """
    return {"q_partner": "next"}


def inputs_not_mixed():
    """The inputs are not mixed, only the targets."""
    return {"partner": "itself"}


def equal_shares():
    """Half of each: λ is not used."""
    return {"x_share": "½", "q_share": "½"}


def labels_in_equal_shares():
    """The targets are mixed half and half: they take the λ of the inputs."""
    return {"q_share": "½"}


def proportion_per_entry():
    """One λ per call.

    You draw a new one for every entry of x; use the λ that is given.
    """
    return {"x_share": "per entry"}


def proportion_per_sample():
    """One λ is given for the whole call: you draw another for every sample."""
    return {"x_share": "per sample", "q_share": "per sample"}


def inverse_permutation():
    """The partners are taken by the inverse permutation: sample i is mixed with x[perm[i]]."""
    return {"partner": "inverse", "q_partner": "inverse"}


def reversed_batch():
    """The batch is reversed instead of using perm."""
    return {"partner": "reversed", "q_partner": "reversed"}


def mixes_while_reading():
    """This looks like: mixing in place while reading.

    Later samples are mixed with partners that were mixed already: read from the original batch.
    """
    return {"place": "while reading"}


def stored():
    """The mixed batch is written into the inputs: the data themselves are changed."""
    return {"place": "stored"}


def concatenated():
    """This looks like: the mixed batch appended to the original.

    Return the mixed batch alone; the batch size stays N.
    """
    return {"form": "concatenated"}


def hardened():
    """The mixed targets are made hard again: keep both shares."""
    return {"form": "hardened"}


def added():
    """The samples are added, without shares λ and 1 − λ."""
    return {"form": "sum"}


def beta_with_one():
    """This is Beta(α, 1): both parameters are α."""
    return {"law": "alpha, 1"}


def always_uniform():
    """The draws do not follow Beta(α, α)."""
    return {"law": "uniform"}


def clipped_normal():
    """The draws do not follow Beta(α, α)."""
    return {"law": "normal"}


def folded():
    """λ is folded to at least ½: return it as it is drawn."""
    return {"law": "folded"}


def one_draw():
    """All λ are equal: draw n independent numbers."""
    return {"law": "one"}


def gamma():
    """λ must lie between 0 and 1."""
    return {"law": "gamma"}


def reseeds():
    """The same λ come back in every call: draw them anew each time."""
    return {"law": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"law": "global"}
