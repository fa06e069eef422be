"""Writes the conditions f(k_j) = y_j as a lower triangular system in c and solves it, without any slope."""
def relu_interpolant(kx: Tensor, ky: Tensor) -> tuple[Tensor, Tensor]:
    k, v = kx.double(), ky.double()
    units = (k[1:, None] - k[None, :-1]).clamp(min=0)
    c = torch.linalg.solve_triangular(units, (v[1:] - v[0])[:, None], upper=False)[:, 0]
    return ky[0].clone(), c.to(torch.promote_types(kx.dtype, ky.dtype))
