"""Drivers of the fixture."""


def averages(answer, xs, beta):
    raw, corrected = answer.main(xs, beta)
    return {"step": [{"raw": r, "corrected": c} for r, c in zip(raw, corrected)]}


def input_after(answer, xs, beta):
    answer.main(xs, beta)
    return xs


def both(answer, x):
    return {"half": answer.half(x), "twice": answer.twice(x)}
