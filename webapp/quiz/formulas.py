"""Formulas, ours and the students': a tokenizer, a parser with caps, evaluation on numbers. Nothing is ever executed.

Theory of operation. A text becomes tokens, tokens a tree of tuples, a tree numbers. Only listed names exist. Length, tokens, depth
and the size of literals are capped before anything is computed, and powers are taken in floating point, so `9**9**9**9` costs
what `2+2` costs. Students write with implicit products (`2x`, `2(x+1)`), decimal commas, `^` or `**`, superscripts and `tanh^2(c)`.
Authors' formulas (answers, traps, conditions) use the same parser with comparisons and functions of several arguments.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from webapp.quiz.numbers import plain
from webapp.quiz.words import AnswerError

LONGEST, MOST_TOKENS, DEEPEST, LARGEST = 300, 200, 30, 1e15

Tree = tuple[Any, ...]  # ("number", 2.0) ("name", "x") ("call", "tanh", (tree, …)) ("minus", tree) ("+", left, right) …

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:[.,]\d+|\.)?|\.\d+)(?:[eE][+-]?\d{1,4}(?![A-Za-z_\d]))?)"
    r"|(?P<name>[A-Za-zα-ωΑ-Ω_][A-Za-zα-ωΑ-Ω_0-9]*)|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^()<>,]))"
)
_SPELLINGS = str.maketrans(
    {"×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "⁄": "/", "[": "(", "]": ")", "{": "(", "}": ")", "∗": "*"}
)
_COMPARISONS = {"<", "<=", ">", ">=", "==", "!="}
_WORDS = {"and", "or", "not"}


def tokens(text: str, *, several_arguments: bool = False) -> list[tuple[str, str]]:
    """Cut a formula into (kind, text); refuse what is too long or unknown, naming it."""
    if len(text) > LONGEST:
        raise AnswerError(f"A formula may have {LONGEST} characters at most.", f"식은 {LONGEST}자까지 쓸 수 있어요.")
    clean = plain(text).translate(_SPELLINGS).replace("√", "sqrt").replace("π", " pi ")
    if several_arguments:  # a comma then separates arguments, it is no decimal sign
        clean = clean.replace(",", " , ")
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(clean.rstrip()):
        match = _TOKEN.match(clean, place)
        if match is None:
            raise _stranger(clean[place:].lstrip()[0])
        found.append((str(match.lastgroup), match[match.lastgroup or 0].replace("**", "^")))
        place = match.end()
        if len(found) > MOST_TOKENS:
            raise AnswerError("This formula has too many parts. Simplify it first.", "식이 너무 길어요. 먼저 정리해 주세요.")
    if not found:
        raise AnswerError("Write a formula, for example a^2 + b.", "식을 써 주세요. 예: a^2 + b", empty=True)
    return found


def _stranger(sign: str) -> AnswerError:
    name = unicodedata.name(sign, "unknown character").lower()
    return AnswerError(
        f"“{sign}” ({name}) cannot stand in a formula. Use letters, digits and + - * / ^ ( ).",
        f"“{sign}”({name})은(는) 식에 쓸 수 없어요. 영문자, 숫자, + - * / ^ ( )만 써 주세요.",
    )


def parse(text: str, *, names: Collection[str], functions: Collection[str] = (), conditions: bool = False) -> Tree:
    """Return the tree of a formula that uses only `names` and `functions`; raise AnswerError with what to write instead."""
    several = conditions or bool({"min", "max", "mod"} & set(functions))
    return _Parser(tokens(text, several_arguments=several), set(names), set(functions), conditions).whole()


class _Parser:
    """Recursive descent; each method reads one level of precedence and returns its tree."""

    def __init__(self, found: list[tuple[str, str]], names: set[str], functions: set[str], conditions: bool) -> None:
        self.found, self.names, self.functions, self.conditions = found, names, functions, conditions
        self.at = self.depth = 0

    def peek(self) -> str:
        return self.found[self.at][1] if self.at < len(self.found) else ""

    def kind(self) -> str:
        return self.found[self.at][0] if self.at < len(self.found) else "end"

    def take(self) -> str:
        self.at += 1
        return self.found[self.at - 1][1]

    def whole(self) -> Tree:
        tree = self.either() if self.conditions else self.sum()
        if self.kind() != "end":
            word = self.peek()
            raise AnswerError(
                f"“{word}” stands where nothing can follow. Check the parentheses.",
                f"“{word}”이(가) 올 수 없는 자리예요. 괄호를 확인해 주세요.",
            )
        return tree

    def either(self) -> Tree:
        tree = self.both()
        while self.peek() == "or":
            self.take()
            tree = ("or", tree, self.both())
        return tree

    def both(self) -> Tree:
        tree = self.negation()
        while self.peek() == "and":
            self.take()
            tree = ("and", tree, self.negation())
        return tree

    def negation(self) -> Tree:
        if self.peek() == "not":
            self.take()
            return ("not", self.deeper(self.negation))
        return self.comparison()

    def comparison(self) -> Tree:
        tree = self.sum()
        if self.peek() in _COMPARISONS:
            if not self.conditions:
                raise AnswerError("Write one expression, without = or <.", "등호나 부등호 없이 식 하나만 써 주세요.")
            return (self.take(), tree, self.sum())
        return tree

    def sum(self) -> Tree:
        tree = self.product()
        while self.peek() in ("+", "-"):
            tree = (self.take(), tree, self.product())
        return tree

    def product(self) -> Tree:
        tree = self.signed()
        while True:
            if self.peek() in ("*", "/"):
                tree = (self.take(), tree, self.signed())
            elif self.peek() == "(" or (self.kind() == "name" and self.peek() not in _WORDS):
                tree = ("*", tree, self.power())  # 2x, 2(x+1), (a)(b)
            else:
                return tree

    def signed(self) -> Tree:
        if self.peek() in ("+", "-"):
            sign = self.take()
            tree = self.deeper(self.signed)
            return ("minus", tree) if sign == "-" else tree
        return self.power()

    def power(self) -> Tree:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return ("^", base, self.deeper(self.signed))
        return base

    def atom(self) -> Tree:
        kind = self.kind()
        if kind == "number":
            value = float(self.take().replace(",", "."))
            if value > LARGEST:
                raise AnswerError("This number is too large for a formula.", "식에 쓰기에는 수가 너무 커요.")
            return ("number", value)
        if kind == "name":
            return self.named()
        if self.peek() == "(":
            return self.bracket()[0]
        if kind == "end":
            raise AnswerError("Something is missing at the end of the formula.", "식의 끝에 빠진 것이 있어요.")
        word = self.peek()
        raise AnswerError(f"Something is missing before “{word}”.", f"“{word}” 앞에 빠진 것이 있어요.")

    def named(self) -> Tree:
        name = self.take()
        if name in self.functions:
            if self.peek() == "^":  # tanh^2(c) means tanh(c)^2
                self.take()
                exponent = self.deeper(self.signed) if self.peek() == "-" else self.atom()
                return ("^", ("call", name, self.bracket(name)), exponent)
            return ("call", name, self.bracket(name))
        if name in self.names:
            return ("name", name)
        if name == "pi":
            return ("number", math.pi)
        raise self.unknown(name)

    def bracket(self, of: str = "") -> tuple[Tree, ...]:
        if self.peek() != "(":
            raise AnswerError(f"Write {of} with parentheses, like {of}(…).", f"{of}은(는) {of}(…)처럼 괄호와 함께 써 주세요.")
        self.take()
        inside = [self.deeper(self.either if self.conditions else self.sum)]
        while of and self.peek() == ",":
            self.take()
            inside.append(self.deeper(self.sum))
        if self.peek() != ")":
            raise AnswerError("A closing parenthesis “)” is missing.", "닫는 괄호 “)”가 빠졌어요.")
        self.take()
        return tuple(inside)

    def deeper(self, read: Callable[[], Tree]) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise AnswerError("This formula is nested too deeply. Simplify it first.", "괄호가 너무 깊어요. 먼저 정리해 주세요.")
        tree = read()
        self.depth -= 1
        return tree

    def unknown(self, name: str) -> AnswerError:
        known = ", ".join([*sorted(self.names), *(f"{f}( )" for f in sorted(self.functions))])
        shown = name[:30]
        return AnswerError(
            f"“{shown}” is not known here. Use {known}; write products with *, like a*b.",
            f"“{shown}”은(는) 여기서 쓸 수 없는 이름이에요. {known}만 쓰고, 곱은 a*b처럼 *로 써 주세요.",
        )


def evaluate(tree: Tree, names: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    """Compute a tree; numbers may be floats or numpy arrays. The parser's depth cap bounds the recursion."""
    kind = tree[0]
    if kind == "number":
        return tree[1]
    if kind == "name":
        return names[tree[1]]
    if kind == "call":
        return functions[tree[1]](*(evaluate(part, names, functions) for part in tree[2]))
    if kind == "minus":
        return -evaluate(tree[1], names, functions)
    if kind == "not":
        return float(not evaluate(tree[1], names, functions))
    if kind in ("and", "or"):  # lazily, so that a guard can protect a division
        first = bool(evaluate(tree[1], names, functions))
        return float(first) if first == (kind == "or") else float(bool(evaluate(tree[2], names, functions)))
    return _OPERATIONS[kind](evaluate(tree[1], names, functions), evaluate(tree[2], names, functions))


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "<": lambda a, b: float(a < b and not _close(a, b)),
    "<=": lambda a, b: float(a < b or _close(a, b)),
    ">": lambda a, b: float(a > b and not _close(a, b)),
    ">=": lambda a, b: float(a > b or _close(a, b)),
    "==": lambda a, b: float(_close(a, b)),
    "!=": lambda a, b: float(not _close(a, b)),
}

AUTHORS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt, "exp": math.exp, "ln": math.log, "log10": math.log10, "log2": math.log2,
    "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "abs": abs, "floor": math.floor, "ceil": math.ceil,
    "min": min, "max": max, "mod": lambda a, b: a - b * math.floor(a / b), "sign": lambda a: float((a > 0) - (a < 0)),
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
}  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _author_tree(text: str, names: tuple[str, ...]) -> Tree:
    return parse(text, names=names, functions=AUTHORS, conditions=True)


def compute(text: str | float, values: Mapping[str, Any]) -> float:
    """The value of an author's formula; ValueError names the formula if it has none."""
    if isinstance(text, (int, float)):
        return float(text)
    numbers = {name: float(value) for name, value in values.items() if isinstance(value, (int, float))}
    try:
        tree = _author_tree(text, tuple(sorted(numbers)))
        return float(evaluate(tree, numbers, AUTHORS))
    except AnswerError as error:
        raise ValueError(f"{text}: {error}") from None
    except (ArithmeticError, ValueError, TypeError) as error:
        raise ValueError(f"{text}: {error} for {numbers}") from None


def holds(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether an author's condition is true of the values."""
    return bool(compute(condition, values))
