"""What people get wrong about running statistics."""

import torch


def build(
    *,
    running_ddof=1,
    normal_ddof=0,
    swapped=False,
    updates_in_eval=False,
    eval_with="running",
    train_with="batch",
    kept="buffer",
    average="variance",
    first_var=1.0,
    eps_at="inside",
    affine_in_eval=True,
    counts=True,
    forgets=False,
    bessel="right",
    guard=True,
    none="average",
    detached=False,
):
    class BatchNorm1d(torch.nn.Module):
        def __init__(self, num_features, eps=1e-5, momentum=0.1):
            super().__init__()
            self.eps, self.momentum = eps, momentum
            self.weight = torch.nn.Parameter(torch.ones(num_features))
            self.bias = torch.nn.Parameter(torch.zeros(num_features))
            mean, var = torch.zeros(num_features), torch.full((num_features,), first_var)
            if kept == "parameter":
                self.running_mean, self.running_var = torch.nn.Parameter(mean), torch.nn.Parameter(var)
            elif kept == "attribute":
                self.running_mean, self.running_var = mean, var
            else:
                self.register_buffer("running_mean", mean)
                self.register_buffer("running_var", var)
            self.register_buffer("num_batches_tracked", torch.tensor(0))

        def remember(self, mean, x):
            k = int(self.num_batches_tracked) + 1 if counts else 1
            m = self.momentum
            if m is None:
                m = {"average": 1 / k, "default": 0.1, "one late": 1 / (k + 1)}[none]
            m = 1 - m if swapped else m
            n = len(x)
            var = x.var(0, unbiased=bool(running_ddof))
            if bessel == "inverse":
                var = x.var(0, unbiased=False) * (n - 1) / n
            old = self.running_var
            if average == "deviation":
                new_var = (1 - m) * old + m * var.sqrt()
            elif average == "deviation_squared":
                new_var = ((1 - m) * old.sqrt() + m * var.sqrt()) ** 2
            else:
                new_var = (1 - m) * old + m * var
            new_mean = (1 - m) * self.running_mean + m * mean
            if forgets:
                new_mean, new_var = mean, var
            if kept == "graph":
                self.running_mean, self.running_var = new_mean, new_var
            elif kept == "attribute":
                self.running_mean, self.running_var = new_mean.detach(), new_var.detach()
            else:
                with torch.no_grad():
                    self.running_mean.copy_(new_mean)
                    self.running_var.copy_(new_var)
            if counts:
                self.num_batches_tracked += 1

        def forward(self, x):
            if self.training and len(x) < 2 and guard:
                raise ValueError("one sample")
            mean, var = x.mean(0), x.var(0, unbiased=bool(normal_ddof))
            if detached:
                mean, var = mean.detach(), var.detach()
            if self.training and train_with == "running":
                mean, var = self.running_mean.clone(), self.running_var.clone()
            if self.training or updates_in_eval:
                self.remember(x.mean(0), x)
            if self.training and train_with == "updated":
                mean, var = self.running_mean, self.running_var
            if not self.training and eval_with == "running":
                mean, var = self.running_mean, self.running_var
            root = var if eval_with == "rootless" and not self.training else (var + self.eps).sqrt()
            if eval_with == "rootless" and not self.training:
                mean, root = self.running_mean, self.running_var + self.eps
            elif eps_at == "outside":
                root = var.sqrt() + self.eps
            y = (x - mean) / root
            return y if not self.training and not affine_in_eval else self.weight * y + self.bias

    return {"BatchNorm1d": BatchNorm1d}


def running_variance_biased():
    """This is the Keras/TF convention; PyTorch stores m/(m−1)-corrected variance."""
    return {"running_ddof": 0}


def momentum_reversed():
    """momentum .1 is the weight of the *new* batch.

    running ← (1 − momentum) · running + momentum · batch.
    """
    return {"swapped": True}


def updated_in_eval():
    """Eval must not change buffers."""
    return {"updates_in_eval": True}


def eval_with_batch_statistics():
    """Predictions depend on the other samples.

    Eval mode normalised with the statistics of the batch instead of the running ones.
    """
    return {"eval_with": "batch"}


def training_with_running_statistics():
    """This looks like: train uses running stats. In training the batch is normalised with its own statistics."""
    return {"train_with": "running"}


def training_with_updated_running_statistics():
    """This looks like: train uses running stats, after updating them. In training the batch is normalised with its own statistics."""
    return {"train_with": "updated"}


def running_statistics_with_graph():
    """Memory grows: detach.

    The running statistics carry the graph of every batch so far.
    """
    return {"kept": "graph"}


def running_statistics_are_parameters():
    """The running statistics are parameters: an optimizer would train them. Register them as buffers."""
    return {"kept": "parameter"}


def running_statistics_not_registered():
    """The running statistics are plain attributes: state_dict() and .to() do not see them. Use register_buffer."""
    return {"kept": "attribute"}


def running_deviation():
    """This looks like: running std averaged. `running_var` averages variances."""
    return {"average": "deviation"}


def running_deviation_squared():
    """This looks like: running std averaged. `running_var` averages variances.

    The average of the deviations was squared at the end; that is not the average of the variances.
    """
    return {"average": "deviation_squared"}


def variance_starts_at_zero():
    """This looks like: init var 0. An untrained layer must be close to the identity in eval mode: running_var starts at 1."""
    return {"first_var": 0.0}


def normalises_with_unbiased_variance():
    """The unbiased variance is for running_var only; the batch itself is normalised with 1/m."""
    return {"normal_ddof": 1}


def epsilon_outside_the_root():
    """√(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def no_affine_in_eval():
    """γ and β are missing in eval mode."""
    return {"affine_in_eval": False}


def no_root_in_eval():
    """Eval mode divides by the running variance: take the root of running_var + ε."""
    return {"eval_with": "rootless"}


def batches_not_counted():
    """`num_batches_tracked` stays at 0: count every training batch."""
    return {"counts": False}


def only_the_last_batch_is_kept():
    """The running statistics are those of the last batch: mix with (1 − momentum) and momentum."""
    return {"forgets": True}


def correction_upside_down():
    """The correction is upside down: multiply the biased variance by m/(m−1), not by (m−1)/m."""
    return {"bessel": "inverse"}


def no_momentum_means_the_default():
    """momentum=None was taken for 0.1: it means the plain average, m = 1/k for batch number k."""
    return {"none": "default"}


def plain_average_counts_the_start():
    """The plain average counts the start value as a batch: m = 1/k for batch number k, so the first batch replaces it."""
    return {"none": "one late"}


def one_sample_goes_through():
    """One sample in training has no variance: raise ValueError."""
    return {"guard": False}


def statistics_detached():
    """The mean and the variance of the batch are detached: the gradient flows through them, too."""
    return {"detached": True}
