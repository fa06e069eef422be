"""Tiers: how strong the walls are on this machine. The strongest that passes its own test is taken, and named on every report.

| tier | walls | does not promise |
|---|---|---|
| A | bwrap around the zygote; own pid, mount, net, ipc, uts and user namespaces per child; Landlock; seccomp; rlimits | – |
| B | bwrap around the zygote; Landlock, seccomp, rlimits per child | processes of siblings and names of files stay visible |
| C | Landlock, seccomp, rlimits; nobody instead of root | that the names (not the contents) of files are hidden; a quota on its folder |
| D | a process of its own, rlimits | anything against code that means harm: refused unless `--allow-unsafe` |
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from grader.errors import SandboxError


@dataclass(frozen=True, kw_only=True)
class Tier:
    name: str
    title: str
    promises: tuple[str, ...]
    outer: bool = False
    namespaces: bool = False
    landlock: bool = True
    filtered: bool = True
    unsafe: bool = False

    def program(self, with_gpu: bool = False) -> bytes:
        """The seccomp program, or nothing."""
        if not self.filtered:
            return b""
        from grader.sandbox import filter as filter_

        return filter_.program(with_gpu)


_ALWAYS = ("network", "exec", "fork", "files", "write", "memory", "signal", "descriptors")
TIERS: dict[str, Tier] = {
    "A": Tier(
        name="A", title="namespaces, Landlock, seccomp", promises=(*_ALWAYS, "processes", "names", "quota"), outer=True, namespaces=True
    ),
    "B": Tier(name="B", title="bwrap, Landlock, seccomp", promises=(*_ALWAYS, "names"), outer=True),
    "C": Tier(name="C", title="Landlock, seccomp", promises=_ALWAYS),
    "D": Tier(
        name="D",
        title="a separate process: UNSAFE, trusted submissions only",
        promises=("memory",),
        landlock=False,
        filtered=False,
        unsafe=True,
    ),
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a tier passed its test here, and if not, why."""

    tier: str
    ok: bool
    reason: str = ""


_known: dict[str, Standing] = {}


def standing_of(name: str) -> Standing | None:
    """What is known about a tier in this process."""
    return _known.get(name)


def remember(standing: Standing) -> None:
    _known[standing.tier] = standing


def standing(name: str) -> Standing:
    """Start this tier once and try to break out of it."""
    from grader.sandbox import launch, selftest
    from grader.sandbox.jail import Jail

    if name in _known:
        return _known[name]
    tier = TIERS[name]
    missing = launch.missing_tools(tier.outer)
    if sys.platform != "linux" and not tier.unsafe:
        reason = "needs Linux"
    elif missing and not tier.unsafe:
        reason = f"not installed: {', '.join(missing)}"
    else:
        try:
            with Jail(name, allow_unsafe=True) as jail:
                reason = "; ".join(selftest.try_out(jail, tier))
        except (SandboxError, ImportError, OSError) as error:
            reason = str(error)[:600]
    remember(Standing(tier=name, ok=not reason, reason=reason))
    return _known[name]


def available() -> list[Standing]:
    """Every tier, strongest first, with the reason where it cannot be used here."""
    return [standing(name) for name in TIERS]


def best(*, allow_unsafe: bool = False) -> Tier:
    """The strongest tier that passes; SandboxError if only the unsafe one is left and it was not asked for."""
    for name, tier in TIERS.items():
        if (allow_unsafe or not tier.unsafe) and standing(name).ok:
            return tier
    raise no_tier()


def no_tier() -> SandboxError:
    reasons = "\n".join(f"  tier {name}: {found.reason}" for name, found in _known.items() if not found.ok)
    return SandboxError(
        f"No jail can be built on this machine.\n{reasons}\n  Run `allclose doctor`, or pass --allow-unsafe for code you trust."
    )
