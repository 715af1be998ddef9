"""What no author writes: refused at once, with its place, and never handed on."""

import time
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import load_scenario, scenario_from_document
from sim.scenario.loading import Source
from tests.exercise.small_exercise import script
from tests.scenario.examples import SOUND, broken, sound, written

MOST_SECONDS = 20.0
"""Far more than is needed, and far less than it once took."""


def refusal(folder: Path, text: str) -> str:
    """The message against a file with this text."""
    begin = time.process_time()
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(written(folder, text))
    assert time.process_time() - begin < MOST_SECONDS
    return str(wrong.value)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (".".join(["a"] * 20_000) + " = 1", "parts"),
        (".".join(['"a b"'] * 20_000) + " = 1", "parts"),
        (f"[{'.'.join(['a'] * 20_000)}]", "parts"),
        ("x = " + "[" * 60 + "]" * 60, "nested too deeply"),
        ("x = " + "{ a = " * 5000 + "1" + " }" * 5000, "nested too deeply"),
        (f"x = {'9' * 5000}", "digits"),
        ("\n".join(f"key{n} = 1" for n in range(100_000)), "keys up to here"),
        ("\n".join(f"key{n} = 1" for n in range(5_000)), "is not a known key"),
    ],
    ids=["dotted", "quoted", "header", "lists", "tables", "number", "100,000 keys", "5,000 keys"],
)
def test_excess_is_refused_at_once_and_where_it_stands(
    tmp_path: Path, added: str, said: str
) -> None:
    message = refusal(tmp_path, f"{added}\n{SOUND}")
    assert said in message
    assert message.startswith(f"{tmp_path / 'storm.toml'}:")


@pytest.mark.parametrize(
    "text",
    [
        f'summary = "{"a." * 200}"\n{SOUND}',
        f"# {'a.' * 200}\n{SOUND}",
        f"summary = '''\n{'[' * 200}\n'''\n{SOUND}",
        f'summary = "{"9" * 2000}"\n{SOUND}',
    ],
)
def test_texts_and_comments_may_look_like_excess(tmp_path: Path, text: str) -> None:
    assert load_scenario(written(tmp_path, text)).plans


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A test"', 'title = "  "', "may not be blank"),
        ('title = "A test"', f'title = "{"word " * 500}"', "too long"),
        ('title = "A test"', r'title = "\u001b[31mred"', "U+001B"),
        ('title = "A test"', r'title = "a\u202eb"', "U+202E"),
        ("[plans.silence]", f'[plans."{"𠀀" * 60}"]\nsummary = "x"\n[plans.silence]',
         "at most 200 bytes"),
        ("days = 3", "days = 3\ndate = 9999-12-26", "2200"),
        ("days = 3", 'days = 3\ndate = "0001-01-07"', "1700"),
        ('every = "6h"', 'every = "0.00001h"', "acts"),
        ('at = "Sun 15:00"', f'at = "+{"9" * 400}h"', "not a moment"),
        ("[incident]", '[community.ties]\nkind = "configuration"\nexponent = 1.0000001\n[incident]',
         "at least 1.1"),
        ("[incident]", '[community.ties]\nkind = "file"\npath = "a\\u0000b"\n[incident]',
         "no file"),
        ("[incident]", f'[community.ties]\nkind = "file"\npath = "{"a" * 3000}"\n[incident]',
         "no file"),
    ],
)  # fmt: skip
def test_what_would_hang_or_crash_later_is_refused_in_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    message = refusal(tmp_path, broken(old, new))
    assert said in message
    assert message.startswith(f"{tmp_path / 'storm.toml'}:")
    assert "\x1b" not in message


def test_blank_voices_are_refused() -> None:
    told = script()
    told["voices"]["affected"] = [{"en": " \n"}]
    with pytest.raises(ScenarioError, match=r"voices\.affected\.0\.en: may not be blank"):
        scenario_from_document({**sound(), "exercise": told})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("people = 200", "people = 60_000_000"),
        ("days = 3", "days = 61"),
        ("days = 3", "days = 3\ntick = '30d'"),
        ("days = 3", "days = 3\ntick = '1d'"),
        ('repair = { median = "20h"', 'repair = { at_least = "9999h", median = "20h"'),
    ],
)
def test_a_limit_that_is_named_is_itself_taken(tmp_path: Path, old: str, new: str) -> None:
    message = refusal(tmp_path, broken(old, new))
    limit = message.partition("at most ")[2].partition(",")[0]
    wrong = '"9999h"' if "at_least" in new else new.rpartition(" = ")[2]
    assert load_scenario(written(tmp_path, broken(old, new.replace(wrong, limit))))


@pytest.mark.parametrize("number", [6, 0.5, 1234567.0, 1e300, -3])
def test_advice_on_units_is_itself_no_mistake_of_form(tmp_path: Path, number: float) -> None:
    message = refusal(tmp_path, broken('median = "20h"', f"median = {number!r}"))
    advised = message.partition('write "')[2].partition('"')[0]
    assert load_scenario(written(tmp_path, broken('median = "20h"', f'median = "{advised}"')))


@pytest.mark.parametrize(
    "value", ["[" * 500 + "]" * 500, "9" * 5000, ".".join("a" * 100) + "=1", "{a=" * 300]
)
def test_an_odd_value_of_an_option_is_taken_or_refused(value: str) -> None:
    with pytest.raises(ScenarioError, match=r"--set incident\.affected="):
        load_scenario("quiet-week", {"incident.affected": value})


def test_a_path_of_thousands_of_parts_is_refused_at_once() -> None:
    with pytest.raises(ScenarioError, match=r"--set a\.a"):
        load_scenario("quiet-week", {".".join(["a"] * 20_000): 1})


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "storm.toml"
    file.write_bytes(SOUND.replace("No word.", "Kein Wört.").encode("cp1252"))
    line = next(n for n, row in enumerate(SOUND.splitlines(), 1) if "No word." in row)
    with pytest.raises(ScenarioError, match=f"storm.toml:{line}:.*UTF-8"):
        load_scenario(file)


def test_a_sound_file_of_many_steps_is_read(tmp_path: Path) -> None:
    step = '[[plans.updates.steps]]\ndo = "interim-update"\nat = "Sun 18:00"\n'
    assert len(load_scenario(written(tmp_path, SOUND + step * 500)).plans["updates"].steps) == 502


def test_a_source_keeps_the_places_of_what_it_reads() -> None:
    assert Source("storm.toml", SOUND).document == sound()
