"""Probes of R-STAT and R-GEN: let the function draw, and send back what it drew; nothing is judged here."""

import torch


def drawn(answer, name, args, kwargs, calls=1, pick=None, kept=False, ones=None):
    """The results of several calls, stacked. `pick`: which of several results; `kept`: only where it is not zero.

    `ones`: the shape of a tensor of ones that comes before the other arguments (large inputs do not travel).
    """
    function = answer.main if name is None else getattr(answer, name)
    args = args if ones is None else [torch.ones(ones), *args]
    results = []
    for _ in range(calls):
        result = function(*args, **kwargs)
        result = result if pick is None else result[pick]
        results.append((result != 0).detach() if kept else result.detach())
    return torch.stack(results)


def with_generators(answer, name, args, kwargs, seed):
    """Calls with seeded generators, the global state around them, and two calls without any."""
    function = answer.main if name is None else getattr(answer, name)
    device = next((value.device for value in args if isinstance(value, torch.Tensor)), torch.device("cpu"))
    first, second, third = (torch.Generator(device=device) for _ in range(3))
    first.manual_seed(seed)
    second.manual_seed(seed)
    third.manual_seed(seed + 1)
    before = torch.get_rng_state()
    seeded = function(*args, **kwargs, generator=first)
    following = function(*args, **kwargs, generator=first)
    again = function(*args, **kwargs, generator=second)
    other = function(*args, **kwargs, generator=third)
    return {
        "seeded": seeded,
        "next": following,
        "again": again,
        "another seed": other,
        "global before": before,
        "global after": torch.get_rng_state(),
        "plain 1": function(*args, **kwargs),
        "plain 2": function(*args, **kwargs),
    }


def patterns(answer, name, args, kwargs, calls, pick=None):
    """What is alike in what several calls kept. Chance alone never makes it alike when the results are large enough (≥ 1,000 entries)."""
    kept = drawn(answer, name, args, kwargs, calls, pick, kept=True)
    return {
        "tenths kept": round(10 * kept.double().mean().item()),
        "every row alike": bool((kept == kept[:, :1]).all()),
        "every column alike": bool((kept == kept[..., :1]).all()),
        "every call alike": bool((kept == kept[:1]).all()),
        "as many kept in every row": bool((kept.sum(-1) == kept.sum(-1)[..., :1]).all()),
        "as many kept in every call": len(set(kept.flatten(1).sum(1).tolist())) == 1,
    }
