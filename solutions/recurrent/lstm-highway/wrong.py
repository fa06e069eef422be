"""What people get wrong about products of gates and Jacobians."""

import torch


def build(*, path="reverse", jacobian="product", slope="square", norm=2):
    def cell_path_gradient(f):
        one = torch.ones_like(f[:1])
        reverse = f.flip(0).cumprod(0).flip(0)
        if path == "forward":
            return torch.cat([one, f.cumprod(0)])
        if path == "shifted":  # the gate of t itself is included, that of t + 1 is counted twice at the start
            return torch.cat([f[:1] * reverse[:1], reverse])
        if path == "late":
            return torch.cat([reverse[1:], one, one])
        if path == "sum":
            return torch.cat([f.flip(0).cumsum(0).flip(0), one])
        if path == "log total":
            logs = torch.log(f)
            before = torch.cat([torch.zeros_like(one), logs.cumsum(0)])
            return torch.exp(logs.sum(0) - before)
        if path == "log":
            return torch.cat([torch.exp(torch.log(f).flip(0).cumsum(0).flip(0)), one])
        if path == "division":
            return f.prod(0) / torch.cat([one, f.cumprod(0)])
        if path == "tanh":
            g = f * (1 - torch.tanh(f) ** 2)
            return torch.cat([g.flip(0).cumprod(0).flip(0), one])
        if path == "written":
            out = [one[0]]
            for gate in f.flip(0):
                out.append(gate * out[-1] + (1 - gate) * gate)
            return torch.stack(out[::-1])
        if path == "one step":
            return torch.cat([f, one])
        if path == "ends with zero":
            return torch.cat([reverse, 0 * one])
        if path == "no last":
            return reverse
        if path == "power":
            count = torch.arange(len(f), -1, -1, dtype=f.dtype, device=f.device).reshape(-1, 1, 1)
            return f.mean(0) ** count
        return torch.cat([reverse, one])

    def rnn_jacobian_norm(Wh, hs):
        s = {"square": 1 - hs**2, "none": torch.ones_like(hs), "linear": 1 - hs, "sigmoid": hs * (1 - hs)}[slope]
        steps = [row[:, None] * Wh for row in s]
        if jacobian == "columns":
            steps = [Wh * row for row in s]
        if jacobian == "transposed":
            steps = [row[:, None] * Wh.T for row in s]
        if jacobian == "last":
            return torch.linalg.matrix_norm(steps[-1], 2)
        if jacobian == "norms":
            return torch.stack([torch.linalg.matrix_norm(step, 2) for step in steps]).prod()
        J = torch.eye(len(Wh), dtype=Wh.dtype, device=Wh.device)
        for step in steps:
            J = J @ step if jacobian == "order" else step @ J
        if norm == "radius":
            return torch.linalg.eigvals(J).abs().max()
        return torch.linalg.matrix_norm(J, norm)

    return {"cell_path_gradient": cell_path_gradient, "rnn_jacobian_norm": rnn_jacobian_norm}


def forward_product():
    """Product must run from t+1 to T.

    A forward cumulative product says what reaches step t from the start, not what reaches it from the end.
    """
    return {"path": "forward"}


def includes_its_own_gate():
    """This looks like: off by one (includes f_t). ∂c_T/∂c_t begins with f_{t+1}: c_t is behind its own gate."""
    return {"path": "shifted"}


def one_gate_too_few():
    """This looks like: off by one (leaves f_{t+1} out). ∂c_T/∂c_t begins with f_{t+1}."""
    return {"path": "late"}


def sum_of_gates():
    """This looks like: sum. Along one path the factors multiply."""
    return {"path": "sum"}


def logarithms_total():
    """This looks like: exp(Σlog) breaks for f=0, and so does a quotient of products.

    log 0 is −∞, and −∞ − (−∞) is NaN, like 0/0. A cumulative product needs neither logarithm nor division.
    """
    return {"path": "log total"}


def logarithms_cumulated():
    """This looks like: exp(Σlog) breaks for f=0: its gradient is 0·∞ = NaN.

    A cumulative product needs no logarithm.
    """
    return {"path": "log"}


def quotient_of_products():
    """This looks like: exp(Σlog) breaks for f=0, and so does a quotient of products.

    Dividing by the product so far gives 0/0 as soon as a gate is 0. A cumulative product needs neither logarithm nor division.
    """
    return {"path": "division"}


def tanh_on_the_path():
    """This looks like: multiplies by tanh'. The cell state passes no tanh on its way; that is what makes it a highway."""
    return {"path": "tanh"}


def what_is_written_counted():
    """This looks like: includes i⊙g. What is added at a step does not depend on c along the direct path."""
    return {"path": "written"}


def single_gates():
    """Single gates, not their products: the gradient passes all gates from t+1 to T."""
    return {"path": "one step"}


def zero_at_the_end():
    """The last entry is 0: ∂c_T/∂c_T is 1."""
    return {"path": "ends with zero"}


def last_entry_missing():
    """The last entry is missing: there are T+1 of them, ∂c_T/∂c_T = 1 is the last."""
    return {"path": "no last"}


def mean_gate_to_a_power():
    """The mean gate to a power: gates differ from step to step, multiply the ones that are there."""
    return {"path": "power"}


def jacobian_without_tanh():
    """The Jacobian is a power of Wh alone: each step also multiplies by 1−h²."""
    return {"slope": "none"}


def jacobian_slope_not_squared():
    """The slope in the Jacobian is 1−h: tanh' = 1−h²."""
    return {"slope": "linear"}


def jacobians_in_forward_order():
    """The Jacobians are multiplied in the wrong order: step T stands leftmost."""
    return {"jacobian": "order"}


def slope_on_the_wrong_side():
    """The slope stands on the wrong side: diag(1−h²)·Wh scales rows."""
    return {"jacobian": "columns"}


def transposed_in_the_jacobian():
    """Wh is transposed in the Jacobian: ∂h_t/∂h_{t−1} = diag(1−h_t²)·Wh."""
    return {"jacobian": "transposed"}


def product_of_norms():
    """The product of the norms is an upper bound only: multiply the matrices, then take one norm."""
    return {"jacobian": "norms"}


def last_jacobian_alone():
    """Only the last step is in the Jacobian: ∂h_T/∂h_0 is the product of all."""
    return {"jacobian": "last"}


def frobenius_norm():
    """The Frobenius norm was taken: the largest singular value is asked for."""
    return {"norm": "fro"}


def spectral_radius():
    """The largest eigenvalue was taken: the largest singular value is asked for."""
    return {"norm": "radius"}
