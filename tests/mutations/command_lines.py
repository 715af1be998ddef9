"""Mutated command lines: refused with a word on what is wrong, or carried out."""

from pathlib import Path
from random import Random

from tests.mutations.documents import as_text
from tests.mutations.mutant import Mutant, command
from tests.mutations.scenarios import document
from tests.mutations.values import NUMBERS, RAW, TEXTS, TIMES

LINES: tuple[tuple[str, ...], ...] = (
    ("run", "FILE", "--plan", "silence", "--seed", "1"),
    ("run", "FILE", "--plan", "talk", "--json"),
    ("run", "FILE", "--plan", "talk", "--set", "incident.affected=0.2"),
    ("run", "FILE", "--plan", "silence", "--set", "community.ties.kind=none", "--json"),
    ("compare", "FILE", "--plans", "silence,talk", "--seeds", "2", "--workers", "1"),
    ("compare", "FILE", "--seeds", "1", "--series", "trust", "--json", "--workers", "1"),
    ("check", "FILE"),
    ("check", "quiet-week"),
    ("schema",),
    ("new", "NEW"),
    ("list", "--measures"),
    ("list", "--studies"),
    ("rerun", "FILE"),
    ("report", "FOLDER", "--language", "de"),
    ("validate", "--rows", "S1", "--pairs", "x"),
    ("sensitivity", "FILE", "--samples", "x"),
    ("fit", "FILE", "FILE", "--settings", "99"),
    ("backtest", "FILE", "FILE", "--settings", "99"),
    ("study", "FILE", "--quick"),
    ("play", "FILE", "--language", "xx"),
    ("--version",),
    ("--help",),
)
OPTIONS = ("--seed", "--seeds", "--plan", "--plans", "--set", "--out", "--engine", "--workers",
           "--json", "--series", "--cluster", "--force", "--language", "--nothing",
           "-x", "--")  # fmt: skip
PATHS = ("", ".", "..", "/", "/dev/null/x", "nothing.toml", "a" * 300, "~nobody/x", "a\nb.toml",
         "-", "--", "con", "FILE/x", "/proc/self/mem", "ü.toml", "a b.toml", "*.toml")  # fmt: skip
SETS = ("incident.affected", "plans.talk.steps.0.at", "clock.days", "title", "community.people",
        "a.b.c", "plans.none.steps", "", ".", "plans..x", "clock", "parameters", "incident.repair",
        "plans.talk.steps.99.at", "plans.talk.steps.-1.do", ".".join(["a"] * 3000))  # fmt: skip


def mutant(chance: Random, folder: Path) -> Mutant:
    """A command line with a few words changed, in a folder with a sound scenario."""
    file = folder / "storm.toml"
    file.write_text(as_text(document(Random(1))), "utf-8")
    places = {"FILE": str(file), "FOLDER": str(folder), "NEW": str(folder / "new.toml")}
    words = [places.get(word, word) for word in chance.choice(LINES)]
    for _ in range(chance.choice((1, 1, 2, 3))):
        words = _changed(chance, words)
    words = [word.replace("\0", "") for word in words]
    shown = (*words, *(word.rstrip("/") for word in words))
    names = tuple(word for word in shown if word) or ("Usage",)
    given = (word.split("=")[0][:60] for word in words)
    return Mutant(
        words=tuple(words),
        done=command(*words),
        names=(*names, *given, "Usage", "--", "which "),
    )


def _changed(chance: Random, words: list[str]) -> list[str]:
    """Return the words with one changed, added or left out."""
    words = list(words)
    place = chance.randrange(len(words))
    done = chance.randrange(8)
    if done == 0:
        words[place] = _odd(chance)
    elif done == 1:
        words.insert(place, _odd(chance))
    elif done == 2:
        del words[place]
    elif done == 3:
        words += [chance.choice(OPTIONS)]
    elif done == 4:
        words += [chance.choice(OPTIONS), _odd(chance)]
    elif done == 5:
        words += ["--set", f"{chance.choice(SETS)}={_odd(chance)}"]
    elif done == 6:
        words += ["--set", f"{chance.choice(SETS)}={'[' * chance.choice((3, 60, 3000))}"]
    else:
        words[place] = words[place][: chance.randrange(len(words[place]) + 1)]
    return words or ["run"]


def _odd(chance: Random) -> str:
    """Return a word that nobody types."""
    odd = str(chance.choice((*NUMBERS, *TIMES, *TEXTS, *PATHS, *PATHS)))
    return odd.removeprefix(RAW)[:100_000]
