"""Plain loops over the samples of each chunk."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    new = w.clone()
    N = order.numel()
    start = 0
    while start < N:
        stop = min(start + batch_size, N)
        grad = torch.zeros_like(new)
        for k in range(start, stop):
            n = int(order[k])
            grad += 2 * (torch.dot(X[n], new) - y[n]) * X[n]
        new -= lr * grad / (stop - start)
        start = stop
    return new
