"""The first difference between two answers, told in the order that helps: form, shape, dtype, device, then values."""

import copy
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.compare import Comparison, UngradableReference, form_of
from grader.judge.tolerance import PROFILES, within

CLOSE = Comparison(tolerance=PROFILES["T-1"])


def steps(n=3):
    return {"step": [{"parameter": [torch.full((2, 3), float(i + 1), dtype=torch.float64)]} for i in range(n)]}


def test_equal_answers_agree():
    assert CLOSE.difference(steps(), steps()) is None


def test_the_first_step_that_differs_is_told():
    got = steps()
    got["step"][1]["parameter"][0][1, 2] *= 1.01
    got["step"][2]["parameter"][0] *= 7
    finding = CLOSE.difference(got, steps())
    assert finding["path"] == ["step", 1, "parameter", 0]
    assert finding["index"] == [1, 2]
    assert finding["agrees_before"] == ["step", 1]
    assert finding["relative"] == pytest.approx(0.01)


def test_a_wrong_shape_anywhere_comes_before_a_wrong_value():
    got = steps()
    got["step"][0]["parameter"][0] += 1
    got["step"][2]["parameter"][0] = torch.ones(3, 2, dtype=torch.float64)
    assert CLOSE.difference(got, steps())["kind"] == "shape"


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (None, torch.ones(2), "nothing"),
        (1.0, torch.ones(2), "form"),
        (torch.ones(2), 1.0, "form"),
        (torch.ones(1, 2), torch.ones(2), "shape"),
        (torch.ones(()), torch.ones(1), "shape"),
        (torch.empty(0, 2), torch.empty(1, 2), "shape"),
        (torch.ones(2, dtype=torch.float64), torch.ones(2), "dtype"),
        (torch.ones(2, dtype=torch.bool), torch.ones(2), "dtype"),
        (torch.tensor([1.0, math.nan]), torch.ones(2), "not_finite"),
        (torch.tensor([1.0, math.inf]), torch.ones(2), "not_finite"),
        (math.nan, 1.0, "not_finite"),
        (torch.tensor([1, 3]), torch.tensor([1, 2]), "value"),
        ([1.0], [1.0, 2.0], "length"),
        ({"a": 1}, {"b": 1}, "keys"),
        (True, 1.0, "form"),
        ("no", "yes", "unequal"),
        (True, False, "unequal"),
        (1.0 + 1e-6, 1.0, "value"),
    ],
)
def test_each_difference_has_its_own_kind(got, want, kind):
    assert CLOSE.difference(got, want)["kind"] == kind


def test_nothing_broadcasts():
    assert CLOSE.difference(torch.ones(()), torch.ones(2, 3))["kind"] == "shape"


def test_infinity_agrees_with_the_same_infinity_only():
    inf = torch.tensor([math.inf])
    assert CLOSE.difference(inf, inf.clone()) is None
    assert CLOSE.difference(-inf, inf)["kind"] in ("value", "not_finite")


def test_a_reference_that_gives_nan_is_the_suites_fault():
    with pytest.raises(UngradableReference):
        CLOSE.difference(torch.tensor([math.nan]), torch.tensor([math.nan]))


def test_tuples_and_lists_are_the_same_form():
    assert CLOSE.difference((1.0, [2.0]), [1.0, (2.0,)]) is None


@pytest.mark.parametrize("factor, agrees", [(0.9, True), (1.1, False)])
@pytest.mark.parametrize("dtype, rtol", [(torch.float64, 1e-9), (torch.float32, 2e-4)])
def test_the_bound_is_where_the_profile_says(dtype, rtol, factor, agrees):
    want = torch.tensor([1000.0], dtype=dtype)
    got = (want.double() * (1 + factor * rtol)).to(dtype)
    assert (CLOSE.difference(got, want) is None) == agrees


def test_half_precision_is_judged_against_the_reference_in_float64():
    exact = torch.tensor([1.0, 0.1234567], dtype=torch.float64)
    want = exact.half() * (1 + 2**-9)
    got = exact.half()
    assert CLOSE.difference(got, want, exact_values=exact) is None
    assert CLOSE.difference(got * 1.01, want, exact_values=exact)["kind"] == "value"


def test_expected_numbers_are_told_for_public_checks_only():
    assert "want" not in CLOSE.difference(2.0, 1.0)
    assert Comparison(tolerance=PROFILES["T-1"], reveal=True).difference(2.0, 1.0)["want"] == 1.0


def test_an_unknown_profile_is_named():
    with pytest.raises(ValueError, match="T-9"):
        within("T-9")


def test_comparing_changes_nothing():
    got, want = steps(), steps()
    before = copy.deepcopy(got)
    CLOSE.difference(got, want)
    assert all(torch.equal(a["parameter"][0], b["parameter"][0]) for a, b in zip(got["step"], before["step"], strict=True))


# ── at a glance ──


def _pair(draw, depth):
    """Two answers of one form that agree, differ by rounding, or differ."""
    kind = draw(st.sampled_from(["tensor", "float", "int", "text", "none", *(["list", "tuple", "dict"] if depth else [])]))
    if kind in ("list", "tuple"):
        pairs = [_pair(draw, depth - 1) for _ in range(draw(st.integers(0, 3)))]
        make = list if kind == "list" else tuple
        return make(g for g, _ in pairs), make(w for _, w in pairs)
    if kind == "dict":
        pairs = {key: _pair(draw, depth - 1) for key in draw(st.sets(st.sampled_from("abc")))}
        return {k: g for k, (g, _) in pairs.items()}, {k: w for k, (_, w) in pairs.items()}
    if kind == "tensor":
        dtype = draw(st.sampled_from([torch.float64, torch.float32, torch.bfloat16, torch.int64, torch.bool]))
        want = torch.tensor(draw(st.lists(st.floats(-4, 4), max_size=4))).to(dtype)
        got = want.clone()
        if got.numel() and draw(st.booleans()):
            changed = draw(st.sampled_from([1e-15, 1e-11, 1e-5, 0.5, math.inf, math.nan]))
            got[0] = (want[0].double() + changed).nan_to_num(0.0).to(dtype) if not dtype.is_floating_point else want[0] + changed
        if draw(st.integers(0, 9)) == 0:
            got = draw(st.sampled_from([got.to(torch.float16), got.unsqueeze(0), 1.0, None]))
        return got, want
    if kind == "float":
        want = draw(st.floats(-1e6, 1e6) | st.sampled_from([math.inf, -0.0]))
        return draw(st.sampled_from([want, want + 1e-16, want * (1 + 1e-12), want + 0.1, math.nan, 1, None])), want
    want = {"int": 3, "text": "a", "none": None}[kind]
    return draw(st.sampled_from([want, want, want, 4, "b", True])), want


@st.composite
def pairs(draw):
    return _pair(draw, 2)


@settings(max_examples=400, deadline=None)
@given(pairs(), st.sampled_from(sorted(PROFILES)), st.booleans())
def test_a_glance_never_says_anything_else_than_a_close_look(pair, profile, structure_only):
    comparison = Comparison(tolerance=PROFILES[profile], structure_only=structure_only)
    glance = comparison.at_a_glance(*pair)
    if glance is not None:
        assert glance == (comparison.difference(*pair) is None)


@pytest.mark.parametrize("factor", [1.0, 1 + 1e-12, 1.01])
def test_a_trajectory_is_judged_at_a_glance(factor):
    got = steps()
    got["step"][2]["parameter"][0] *= factor
    assert CLOSE.at_a_glance(got, steps()) is (factor < 1.001)


def test_a_form_is_met_by_what_it_was_made_of_and_holds_no_values():
    answer = {
        "step": [{"drawn": torch.rand(1000, 20), "count": 3, "flags": (torch.ones(2, dtype=torch.bool),)}],
        "empty": torch.zeros(0, 3),
    }
    form = form_of(answer)
    structure = Comparison(tolerance=PROFILES["T-1"], structure_only=True)
    assert structure.difference(answer, form) is None
    assert structure.difference({**answer, "empty": torch.zeros(3, 0)}, form)["kind"] == "shape"
    assert form["step"][0]["drawn"].untyped_storage().nbytes() == 4
