"""Train the encoder on the labelled sentences: ``python -m sim.exercise.words.encoder_training``.

It starts from Multilingual E5 small (``encoder_base``), keeps its first layers and trains the last
ones, for all languages at once. One line in eight is left out of the training: on it ``training``
weighs the encoder against the letters and words, and calibrates both. About ten minutes on two
idle cores; PyTorch is needed (``pip install torch``).
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.exercise.words.encoder import FILE, HEADS, SMALLEST_VARIANCE, packed, rounded
from sim.exercise.words.encoder_base import (
    WIDTH,
    BaseModel,
    base_model,
    pieces_of_languages,
)
from sim.exercise.words.labelled_sentences import (
    KINDS,
    LANGUAGES,
    TRAINED,
    Book,
    LabelledSentence,
    labelled_sentences,
)
from sim.exercise.words.pieces import MOST_PIECES, SPECIAL, Pieces
from sim.language.typesetting import Language

LAYERS, TRAINED_LAYERS = 12, 4
EPOCHS, BATCH = 3, 32
PACE, PACE_OF_KINDS = 1e-4, 2e-3
"""Learning rates of the layers and of the step to the kinds."""
WARM_UP, LEAST_PACE = 0.1, 0.05
"""Share of the steps in which the pace rises, and the share of it that the last step has."""
DROPPED = 0.1
"""Share of the numbers that each step of the training leaves out (dropout)."""
DECAY = 0.01
"""Weight decay."""
LEFT_OUT = 8
"""One line in so many is left out."""
STORED_AT_ONCE = 64
"""Sentences whose states are worked out together."""
NEAR = 20 * BATCH
"""Sentences of which those of like length come into one batch."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence to learn from."""

    pieces: list[int]
    there: list[bool]
    """By kind."""
    share: float
    """Wordings of one line count less each."""


def is_left_out(book: Book, language: Language, line: int) -> bool:
    """Return whether a line is left out of the training, to calibrate on it."""
    return crc32(f"{language} {book} {line}".encode()) % LEFT_OUT == 0


def examples(pieces: Pieces) -> list[Example]:
    """Return all sentences that are learned from."""
    found = []
    for language in LANGUAGES:
        for book in TRAINED:
            sentences = labelled_sentences(book, language)
            wordings = Counter(each.line for each in sentences)
            found += [
                Example(
                    pieces.of(each.text),
                    [kind in each.kinds for kind in KINDS],
                    wordings[each.line] ** -0.5,
                )
                for each in sentences
                if not is_left_out(book, language, each.line)
            ]
    return found


def train() -> None:
    """Train the encoder and write its weights."""
    whole = base_model()
    every = [each.text for each in _all_sentences()]
    model = whole.with_pieces(pieces_of_languages(whole, every))
    print(f"{len(model.pieces)} pieces of words", file=sys.stderr)
    learned = Training(model, examples(model.known_pieces()))
    learned.run()
    write(model, learned)


def _all_sentences() -> Iterator[LabelledSentence]:
    """Yield the sentences of all books that are learned from."""
    for language in LANGUAGES:
        for book in TRAINED:
            yield from labelled_sentences(book, language)


@dataclass
class Training:
    """The training, step by step. Tensors have shape (sentences, pieces, width)."""

    model: BaseModel
    learned_from: list[Example]
    torch: Any = field(init=False)
    weights: dict[str, Any] = field(init=False)
    kinds: Any = field(init=False)

    def __post_init__(self) -> None:
        try:
            import torch  # noqa: PLC0415 (only the training needs it)
        except ImportError:
            raise InputError("training the encoder needs PyTorch; pip install torch") from None
        torch.manual_seed(0)
        self.torch = torch
        self.weights = {name: torch.tensor(value) for name, value in self.model.weights.items()}
        for k in range(LAYERS - TRAINED_LAYERS, LAYERS):
            for name in [name for name in self.weights if name.startswith(f"l{k}.")]:
                self.weights[name] = torch.nn.Parameter(self.weights[name])
        self.kinds = torch.nn.Linear(WIDTH, len(KINDS))

    def run(self) -> None:
        """Train for all epochs, in batches of sentences of like length."""
        torch = self.torch
        kept = self._kept_states()
        there = torch.tensor([each.there for each in self.learned_from], dtype=torch.float32)
        shares = torch.tensor([each.share for each in self.learned_from])
        trained = [value for value in self.weights.values() if value.requires_grad]
        steps = torch.optim.AdamW(
            [
                {"params": trained, "lr": PACE},
                {"params": self.kinds.parameters(), "lr": PACE_OF_KINDS},
            ],
            weight_decay=DECAY,
        )
        number = -(-len(kept) // BATCH) * EPOCHS
        paces = torch.optim.lr_scheduler.LambdaLR(
            steps, lambda k: min(1.0, k / (WARM_UP * number)) * max(LEAST_PACE, 1 - k / number)
        )
        for epoch in range(EPOCHS):
            wrong = 0.0
            for batch in self._batches(epoch):
                with torch.autocast("cpu", torch.bfloat16):
                    scores = self._scores([kept[k] for k in batch])
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    scores.float(), there[batch], reduction="none"
                ).mean(1)
                loss = (loss * shares[batch]).sum() / shares[batch].sum()
                steps.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(trained, 1.0)
                steps.step()
                paces.step()
                wrong += float(loss.detach())
            print(f"epoch {epoch + 1} of {EPOCHS}: loss {wrong * BATCH / len(kept):.4f}",
                  file=sys.stderr)  # fmt: skip

    def _batches(self, epoch: int) -> list[list[int]]:
        """Return the numbers of the sentences of each batch, in an order of this epoch's own."""
        chance = np.random.default_rng(epoch)
        order = chance.permutation(len(self.learned_from))
        batches = []
        for begin in range(0, len(order), NEAR):
            near = sorted(
                order[begin : begin + NEAR], key=lambda k: len(self.learned_from[k].pieces)
            )
            batches += [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
        return [[int(k) for k in batches[j]] for j in chance.permutation(len(batches))]

    def _kept_states(self) -> list[Any]:
        """Return each sentence's states after the layers that are not trained."""
        torch, learned = self.torch, self.learned_from
        kept: list[Any] = [None] * len(learned)
        order = sorted(range(len(learned)), key=lambda k: len(learned[k].pieces))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for begin in range(0, len(order), STORED_AT_ONCE):
                numbers = order[begin : begin + STORED_AT_ONCE]
                states, there = self._padded([self._known(learned[k].pieces) for k in numbers])
                for layer in range(LAYERS - TRAINED_LAYERS):
                    states = self._layer(states, there, layer, 0.0)
                for place, k in enumerate(numbers):
                    kept[k] = states[place, : len(learned[k].pieces)].half()
        return kept

    def _known(self, pieces: list[int]):  # type: ignore[no-untyped-def]
        """Return what is known of pieces by themselves and by their places."""
        weights = self.weights
        places = weights["emb.pos"].view(-1, WIDTH)[: len(pieces)]
        known = weights["emb.word"][pieces] + places + weights["emb.type"].view(-1, WIDTH)[0]
        return self._norm(known, "emb.ln")

    def _padded(self, states: list[Any]):  # type: ignore[no-untyped-def]
        """Return the states of sentences side by side, and where there are any."""
        torch = self.torch
        longest = max(len(each) for each in states)
        whole = torch.zeros(len(states), longest, WIDTH)
        there = torch.zeros(len(states), longest, dtype=torch.bool)
        for k, each in enumerate(states):
            whole[k, : len(each)] = each.float()
            there[k, : len(each)] = True
        return whole, there

    def _scores(self, kept: list[Any]):  # type: ignore[no-untyped-def]
        """Return the log odds of each kind, shape (sentences, kinds)."""
        states, there = self._padded(kept)
        for layer in range(LAYERS - TRAINED_LAYERS, LAYERS):
            states = self._layer(states, there, layer, DROPPED)
        weighed = there.float()[..., None]
        mean = (states * weighed).sum(1) / weighed.sum(1)
        return self.kinds(self.torch.nn.functional.dropout(mean, DROPPED))

    def _layer(self, states, there, layer: int, dropped: float):  # type: ignore[no-untyped-def]
        """Return the states after a layer, as ``encoder.Layer`` does without what is dropped."""
        functions, name = self.torch.nn.functional, f"l{layer}"
        sentences, pieces, _ = states.shape
        queries, keys, values = (
            self._linear(states, f"{name}.{part}")
            .view(sentences, pieces, HEADS, -1)
            .transpose(1, 2)
            for part in "qkv"
        )
        seen = functions.scaled_dot_product_attention(
            queries, keys, values, attn_mask=there[:, None, None, :], dropout_p=dropped
        )
        seen = self._linear(seen.transpose(1, 2).reshape(*states.shape), f"{name}.ao")
        states = self._norm(states + functions.dropout(seen, dropped), f"{name}.aln")
        inner = functions.gelu(self._linear(states, f"{name}.fi"))
        inner = functions.dropout(self._linear(inner, f"{name}.fo"), dropped)
        return self._norm(states + inner, f"{name}.oln")

    def _linear(self, states, name: str):  # type: ignore[no-untyped-def]
        return self.torch.nn.functional.linear(
            states, self.weights[f"{name}.w"], self.weights[f"{name}.b"]
        )

    def _norm(self, states, name: str):  # type: ignore[no-untyped-def]
        scale, shift = self.weights[f"{name}.w"], self.weights[f"{name}.b"]
        return self.torch.nn.functional.layer_norm(
            states, (WIDTH,), scale, shift, SMALLEST_VARIANCE
        )


def write(model: BaseModel, learned: Training) -> None:
    """Write the weights, rounded to four or eight bits, as ``encoder.encoder`` reads them."""
    weights = {name: value.detach().numpy() for name, value in learned.weights.items()}
    text = "\n".join("" if k < SPECIAL else piece for k, piece in enumerate(model.pieces))
    kept: dict[str, NDArray[Any]] = {
        "pieces": np.frombuffer(text.encode(), np.uint8),
        "likelihoods": model.likelihoods,
        "layers": np.int64(LAYERS),  # type: ignore[dict-item]  # a scalar is kept as an array
        "places": _small(
            weights["emb.pos"].reshape(-1, WIDTH)[:MOST_PIECES]
            + weights["emb.type"].reshape(-1, WIDTH)[0]
        ),
        "kinds_weights": np.ascontiguousarray(learned.kinds.weight.detach().numpy().T),
        "kinds_added": learned.kinds.bias.detach().numpy(),
        **_norm("norm", weights, "emb.ln"),
    }
    kept["table"], kept["table_scales"] = packed(weights["emb.word"])
    for k in range(LAYERS):
        parts = {"attended": ("q", "k", "v"), "mixed": ("ao",), "widened": ("fi",),
                 "narrowed": ("fo",)}  # fmt: skip
        for part, names in parts.items():
            whole = np.concatenate([weights[f"l{k}.{name}.w"] for name in names])
            added = np.concatenate([weights[f"l{k}.{name}.b"] for name in names])
            name = f"layer{k}_{part}"
            small = rounded if k >= LAYERS - TRAINED_LAYERS else packed
            kept[f"{name}_weights"], kept[f"{name}_scales"] = small(whole)
            kept[f"{name}_added"] = _small(added)
        kept |= _norm(f"layer{k}_first_norm", weights, f"l{k}.aln")
        kept |= _norm(f"layer{k}_second_norm", weights, f"l{k}.oln")
    np.savez_compressed(FILE, **kept)  # type: ignore[arg-type]  # stubs take the names for options


def _small(values: NDArray[np.float32]) -> NDArray[np.float16]:
    return values.astype(np.float16)


def _norm(name: str, weights: dict[str, Any], of: str) -> dict[str, NDArray[Any]]:
    """Return a norm's scale and shift under their names in the file."""
    return {
        f"{name}_scale": _small(weights[f"{of}.w"]),
        f"{name}_shift": _small(weights[f"{of}.b"]),
    }


if __name__ == "__main__":
    train()
