import pytest

from ezcharts.errors import ModelError, PromptError
from ezcharts.models.tokenizer import END, START, UNKNOWN, Tokenizer, fold, split, vocabulary

WORDS = ["sea cliffs", "Zdzisław Beksiński", "painting", "a", "of", "tower"]


@pytest.fixture
def tokenizer():
    return Tokenizer(vocabulary(WORDS))


def words(tokenizer, text):
    return [tokenizer.rows[row] for row in tokenizer.encode(text)]


def test_a_text_stands_between_start_and_end(tokenizer):
    assert words(tokenizer, "a painting of sea cliffs") == [
        START,
        "a",
        "painting",
        "of",
        "sea",
        "cliffs",
        END,
    ]


def test_end_has_the_largest_row_because_the_tower_pools_there(tokenizer):
    assert max(tokenizer.encode("a painting")) == tokenizer.encode("a painting")[-1] == len(tokenizer) - 1


def test_a_weight_that_disco_leaves_in_the_text_is_a_colon_and_digits(tokenizer):
    assert words(tokenizer, "tower:15")[1:-1] == ["tower", ":", "1", "5"]


def test_case_does_not_matter(tokenizer):
    assert tokenizer.encode("A PAINTING") == tokenizer.encode("a painting")


@pytest.mark.parametrize("name", ["Zdzislaw Beksinski", "ZDZISŁAW BEKSIŃSKI", "Zdzisław Beksin\u0301ski"])
def test_diacritics_may_be_missing_or_composed_otherwise(tokenizer, name):
    assert tokenizer.encode(name) == tokenizer.encode("Zdzisław Beksiński")


def test_an_exact_row_wins_over_a_folded_one():
    tokenizer = Tokenizer(vocabulary(["beksinski", "beksiński"]))
    assert tokenizer.rows[tokenizer.row("beksiński")] == "beksiński"
    assert tokenizer.rows[tokenizer.row("beksinski")] == "beksinski"


def test_unknown_words_share_one_row_and_can_be_named(tokenizer):
    assert words(tokenizer, "a zebra of glass")[1:-1] == ["a", UNKNOWN, "of", UNKNOWN]
    assert tokenizer.unknown("a zebra of glass") == ["zebra", "glass"]


def test_a_prompt_cannot_write_the_special_rows(tokenizer):
    assert tokenizer.encode("<end>")[1:-1] == [tokenizer.unknown_row] * 3


def test_77_tokens_fit_and_78_are_refused_not_cut(tokenizer):
    assert len(tokenizer.encode("a " * 75)) == 77
    with pytest.raises(PromptError, match=r"at most 75 words and marks; 'a a.*'\.\.\. has 76: shorten it"):
        tokenizer.encode("a " * 76)


def test_the_vocabulary_is_sorted_and_without_repeats():
    rows = vocabulary(["b a", "a", "c."])
    assert len(rows) == len(set(rows))
    assert rows[-5:] == ["a", "b", "c", START, END]


def test_words_survive_a_file(tmp_path, tokenizer):
    path = tmp_path / "vocabulary.txt"
    path.write_text("\n".join(tokenizer.rows) + "\n", encoding="utf-8")
    assert Tokenizer.read(path).rows == tokenizer.rows


def test_a_cut_vocabulary_is_refused(tmp_path):
    path = tmp_path / "vocabulary.txt"
    path.write_text("<pad>\na\n", encoding="utf-8")
    with pytest.raises(ModelError, match="must end with the row <end>"):
        Tokenizer.read(path)
    with pytest.raises(ModelError, match="cannot be read"):
        Tokenizer.read(tmp_path / "missing.txt")


def test_letters_that_unicode_does_not_decompose_are_folded():
    assert fold("Łódź Ærø straße") == "lodz aero strasse"


def test_words_are_letters_and_marks_stand_alone():
    assert split("Kinkade's red-roofed (big) house, 4K") == [
        *("kinkade", "'", "s", "red", "-", "roofed", "(", "big", ")", "house", ",", "4", "k")
    ]
