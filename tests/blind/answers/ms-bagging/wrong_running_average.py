"""The mean is kept as (mean + prediction) / 2, which from the third model on gives the later models more weight."""
def bag_predict(
    fit: Callable[[Tensor, Tensor], Any],
    predict: Callable[[Any, Tensor], Tensor],
    X: Tensor,
    y: Tensor,
    Xt: Tensor,
    idx: Tensor,
    mode: Literal["mean", "vote"],
) -> Tensor:
    mean, votes = None, []
    for rows in idx:
        model = fit(X[rows], y[rows])
        prediction = predict(model, Xt)
        votes.append(prediction)
        mean = prediction if mean is None else (mean + prediction) / 2
    if mode == "mean":
        return mean
    votes = torch.stack(votes)
    labels = votes.unique()
    counts = (votes == labels[:, None, None]).sum(1)
    return labels[counts.argmax(0)]
