"""Drivers of the moving average."""


def averages(answer, xs, beta):
    raw, corrected = answer.main(xs, beta)
    return {"step": [{"raw": m, "corrected": c} for m, c in zip(raw, corrected, strict=True)], "raw": raw, "corrected": corrected}
