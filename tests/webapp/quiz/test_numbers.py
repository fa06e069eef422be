import pytest

from webapp.quiz.numbers import read_number
from webapp.quiz.words import AnswerError, Text, fill, number

READABLE = {
    "0.25": 0.25, "0,25": 0.25, ".25": 0.25, "25%": 0.25, "25 %": 0.25, "２５％": 0.25, "1/4": 0.25, "1 / 4": 0.25, "1⁄4": 0.25,
    "０．２５": 0.25, "−3": -3, "–3": -3, "－3": -3, "+3": 3, "- 3": -3, " 3 ": 3, "2.5e-1": 0.25, "2.5E−1": 0.25, "2,5e-1": 0.25,
    "1 000": 1000, "1,234,567": 1234567, "1.234.567": 1234567, "1,234.5": 1234.5, "1.234,5": 1234.5, "0,125": 0.125, "101770": 101770,
    "2.7×10^-5": 2.7e-5, "2.7 x 10⁻⁵": 2.7e-5, "2.7*10**-5": 2.7e-5, "10^6": 1e6, "10⁶": 1e6, "-10^2": -100, "2·10^3": 2000,
    "1e6": 1e6, "≈ 0.25": 0.25, "약 0.25": 0.25, "= 3": 3, "-1/-4": 0.25, "1\u00a0000": 1000, "3.": 3, "50\u202f%": 0.5,
}  # fmt: skip
UNREADABLE = [
    "abc", "1.2.3", "1,2,3", "--3", "3-", "1/0", "0x10", "1_000", "inf", "nan", "1e", "e5", "1//2", "1/2/3", "2 3", "９９abc", "1e999",
    "10^99999", "1" * 61, "½ ½", "3 apples", "%", "٣x",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READABLE.items(), ids=lambda v: str(v))
def test_a_number_is_read_as_people_type_it(text, value):
    assert read_number(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_number_is_sent_back_with_the_way_to_write_it(text):
    with pytest.raises(AnswerError) as refused:
        read_number(text)
    assert not refused.value.empty
    assert any("가" <= sign <= "힣" for sign in refused.value.text.ko)


def test_a_comma_with_two_readings_is_never_guessed():
    with pytest.raises(AnswerError, match=r"101770 or 101\.770"):
        read_number("101,770")


def test_an_empty_answer_is_empty_not_wrong():
    with pytest.raises(AnswerError) as refused:
        read_number("  ")
    assert refused.value.empty


def test_a_unit_that_belongs_to_the_question_may_be_written():
    assert read_number("7.28 TiB", "TiB") == 7.28
    with pytest.raises(AnswerError):
        read_number("8 TB", "TiB")


def test_drawn_values_stand_in_the_sentence_and_powers_of_ten_are_latex_in_formulas():
    text = fill(Text(en="x = [[x]], $p = [[p:.3g]]$ or [[p:.3g]]", ko="[[x]]"), {"x": 0.1 + 0.2, "p": 2.656e-5})
    assert text.en == r"x = 0.3, $p = 2.66 \times 10^{-5}$ or 2.66e-5"
    assert number(-3) == "−3" and number(1.0) == "1"
