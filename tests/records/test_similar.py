from __future__ import annotations

import random
import time

from grader.records import similar

SKELETON = "def step(params, grads, lr):\n    # fill in\n    raise NotImplementedError\n"
ADAM = """
def step(params, grads, lr, m, v, t):
    for i, (p, g) in enumerate(zip(params, grads)):
        m[i] = 0.9 * m[i] + (1 - 0.9) * g
        v[i] = 0.999 * v[i] + (1 - 0.999) * g * g
        m_hat = m[i] / (1 - 0.9 ** t)
        v_hat = v[i] / (1 - 0.999 ** t)
        p.sub_(lr * m_hat / (v_hat.sqrt() + 1e-8))
    return params
"""


OPERATORS = ["+", "-", "*", "/", "@", "**", "%", "<", ">=", "==", "and", "or"]
KNOWN = ["sum", "max", "abs", "len", "range", "zip", "min", "sorted", "list", "float"]


def expression(rng: random.Random, depth: int) -> str:
    kind = rng.random()
    if depth == 0 or kind < 0.2:
        return rng.choice(["alpha", "beta", "3.5", "gamma[0]", "None", "delta.x", "torch.e"])
    left, right = expression(rng, depth - 1), expression(rng, depth - 1)
    if kind < 0.6:
        return f"({left} {rng.choice(OPERATORS)} {right})"
    return f"{rng.choice(KNOWN)}({left}, {right})" if kind < 0.8 else f"[{left}, {right}][{rng.randint(0, 1)}:]"


def author(rng: random.Random, lines: int = 30) -> str:
    """Code of a made-up student: random statements, no two alike."""
    starts = ["x = ", "y += ", "return ", "if ", "while ", "del x; z = "]
    return "\n".join(f"{rng.choice(starts)}{expression(rng, 3)}" for _ in range(lines))


def test_renamed_and_recommented_code_is_found_side_by_side():
    copied = ADAM.replace("m_hat", "first").replace("v_hat", "second").replace("params", "ps").replace("for i", "# mine\n    for i")
    sources = {"ada": "x = 1\n" + ADAM, "bo": copied, "cleo": author(random.Random(1))}
    pairs = similar.compare(sources)
    assert [(pair.left, pair.right) for pair in pairs] == [("ada", "bo")]
    assert pairs[0].share > 0.9
    assert pairs[0].fragments[0].left[0] in range(1, 6)


def test_what_everybody_was_given_is_nobodys_copy():
    sources = {name: SKELETON + ADAM + author(random.Random(n)) for n, name in enumerate("abc")}
    assert similar.compare(sources, release=[SKELETON + ADAM]) == []


def test_what_the_whole_class_writes_is_the_task():
    sources = {str(n): ADAM + author(random.Random(n)) for n in range(12)}
    assert similar.compare(sources) == []


def test_broken_code_is_compared_as_far_as_it_can_be_read():
    assert similar.tokens("def f(:\n  x = (")
    assert similar.compare({"a": "\0", "b": "'''"}) == []


def test_a_thousand_notebooks_take_less_than_a_minute():
    rng = random.Random(3)
    sources = {f"s{n:04d}": "\n".join(author(rng, 6) for _ in range(6)) for n in range(998)}
    sources |= {"copy 1": sources["s0001"].replace("alpha", "w"), "copy 2": sources["s0002"]}
    began = time.monotonic()
    pairs = similar.compare(sources)
    assert time.monotonic() - began < 60
    assert {(p.left, p.right) for p in pairs if p.share > 0.9} == {("copy 1", "s0001"), ("copy 2", "s0002")}
