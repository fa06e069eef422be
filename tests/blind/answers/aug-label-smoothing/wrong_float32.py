"""The type is written as torch.float32 instead of being PyTorch's default floating-point type."""
def smooth_labels(y: Tensor, K: int, eps: float = 0.1) -> Tensor:
    onehot = torch.zeros(y.shape[0], K, dtype=torch.float32, device=y.device)
    onehot.scatter_(1, y.long()[:, None], 1.0)
    return (1 - eps) * onehot + eps / K
