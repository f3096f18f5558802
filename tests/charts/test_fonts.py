import unicodedata

import pytest

from ezcharts.charts.fonts import clean, font, unknown_letters


@pytest.mark.parametrize(
    "text", ["Zdzisław Beksiński", "łŁńŃżŻśŚćĆęĘąĄóÓźŹ", "äöüßéèçñøåœ", "σαβ", "Дж", "“–—…”×·≥"]
)
def test_letters_that_names_and_labels_need_are_there(text):
    assert unknown_letters([text]) == ""


def test_letters_that_are_not_there_are_named_each_once():
    assert unknown_letters(["中文 and 中", "a 😀"]) == "中文😀"


def test_text_is_composed_and_spaced_and_does_not_steer():
    assert clean(unicodedata.normalize("NFD", "Beksiński")) == "Beksiński"
    assert clean("a\n\tb   c ") == "a b c"
    assert clean("a\x00\x1b\u202e\u200bb") == "ab"


@pytest.mark.parametrize("weight", ["light", "regular", "semibold", "italic"])
def test_every_weight_is_a_font_of_its_own(weight):
    others = {"light", "regular", "semibold", "italic"} - {weight}
    assert all(
        font(weight, 20).getlength("clamp_max") != font(other, 20).getlength("clamp_max") for other in others
    )
