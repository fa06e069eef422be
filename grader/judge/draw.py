"""Hidden inputs: drawn from a seed that depends on the course secret, the exercise, the executed code and the check."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, TypeVar

import torch

T = TypeVar("T")


def seed_for(secret: bytes, *parts: str) -> int:
    """A seed that nobody can predict without the secret, and that a regrade finds again."""
    mac = hmac.new(secret, "\0".join(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(mac[:7], "big")


class Draw:
    """Draws for one check. Tensors are float64 on the CPU unless asked otherwise."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).to(dtype)

    def uniform(self, low: float, high: float, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        drawn = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return drawn.mul_(high - low).add_(low).to(dtype)

    def sign(self, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        return torch.randint(0, 2, shape, generator=self.generator).mul_(2).sub_(1).to(dtype)

    def away_from_zero(self, low: float, high: float, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        """Entries with low ≤ |entry| ≤ high, of either sign: no kinks, no ties."""
        return self.uniform(low, high, *shape).mul_(self.sign(*shape)).to(dtype)

    def integers(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Integers in [low, high)."""
        return torch.randint(low, high, shape, generator=self.generator)

    def mask(self, keep: float, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        """Zeros and ones, a one with probability `keep`."""
        return (torch.rand(shape, generator=self.generator, dtype=torch.float64) < keep).to(dtype)

    def permutation(self, n: int) -> torch.Tensor:
        return torch.randperm(n, generator=self.generator)

    def number(self, low: float, high: float) -> float:
        return float(self.uniform(low, high, 1))

    def integer(self, low: int, high: int) -> int:
        """An integer in [low, high)."""
        return int(self.integers(low, high, 1))

    def choice(self, options: Sequence[T]) -> T:
        return options[self.integer(0, len(options))]

    def fork(self, *parts: Any) -> Draw:
        """An independent draw, e.g. one for each case of a loop."""
        digest = hashlib.sha256("\0".join([str(self.seed), *map(str, parts)]).encode()).digest()
        return Draw(int.from_bytes(digest[:7], "big"))
