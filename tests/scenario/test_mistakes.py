"""Every mistake in a scenario file is said in plain words, at its place, all at once."""

from pathlib import Path

import pytest

from sim.errors import Problem, ScenarioError
from sim.scenario import load_scenario
from tests.scenario.examples import SOUND, broken, written

STEP = '\n[[plans.updates.steps]]\ndo = "apology"\n'


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    """What is wrong with a file of this text."""
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(written(folder, text))
    return wrong.value.problems


MISTAKES = [
    # what is changed, into what, what is underlined, what is said
    ("severity = 0.7", "severity = 7", "7", "at most 1, not 7"),
    ("severity = 0.7", "severity = -1", "-1", "at least 0"),
    ("severity = 0.7", "severity = nan", "nan", "ordinary number"),
    ("severity = 0.7", "severity = inf", "inf", "ordinary number"),
    ("severity = 0.7", 'severity = "0.7"', '"0.7"', "write 0.7 without quotes"),
    ("severity = 0.7", "severity = true", "true", "must be a number"),
    ("severity = 0.7", "severity = [0.7]", "[0.7]", "must be a number, not a list"),
    ("severity = 0.7", "sevrity = 0.7", "sevrity", 'did you mean "severity"?'),
    ("severity = 0.7", "first_posts = 1.5", "1.5", "must be a whole number"),
    ("severity = 0.7", "remark = 1", "1", "must be true or false"),
    ("people = 200", "people = 0", "0", "at least 1"),
    ("people = 200", "people = 100000000000000000000000", "1" + "0" * 23, "at most 50000000"),
    ("people = 200", "people = 200\nseed = -1", "-1", "at least 0"),
    ("people = 200", "people = 200\nseed = 18446744073709551616", None, "at most"),
    ("people = 200", "people = 3", "community", "less than the number of people (3)"),
    ("days = 3", "days = 61", "61", "at most 60"),
    ("days = 3", "days = 3\ntick = '7min'", "'7min'", "divide a day"),
    ("days = 3", "days = 3\ntick = '3h'", "'3h'", 'at most "2h"'),
    ("days = 3", "days = 3\ndate = 2012-08-25", "2012-08-25", "is a Sat"),
    ("days = 3", "days = 3\ndate = '26.8.2012'", "'26.8.2012'", "such as 2012-08-26"),
    ('"Sun 12:00"', '"+3h"', '"+3h"', "write a weekday and an hour"),
    ('"Sun 12:00"', '"Sunday"', '"Sunday"', "is not a moment"),
    ('"Sun 14:00"', '"Sun 11:00"', '"Sun 11:00"', 'the week after is "Sun+1 11:00"'),
    ('"Sun 14:00"', '"+80h"', '"+80h"', "after the end"),
    ("affected = 0.3", "affected = 0.3\naffected_people = 1", "1", "keep one of the two"),
    ("affected = 0.3", "affected_people = 201", "201", "at most the number of people"),
    ('median = "20h"', "median = 20", "20", 'write "20h"'),
    ('median = "20h", ', "", "repair", "median: is missing"),
    ("[incident]", "[incidnt]", "incidnt", 'did you mean "incident"?'),
    ("[clock]", "[[clock]]", "clock", "must be a table"),
    ('title = "A test"', "", None, "title: is missing"),
    ('title = "A test"', "title = 3", "3", "a text in quotes"),
    ('summary = "No word."', "", "silence", "summary: is missing. The plan in a sentence."),
    ("[plans.silence]", '[plans."no word"]', '"no word"', "without spaces"),
    ('do = "acknowledgement"', 'do = "acknowledgment"', '"acknowledgment"', "did you mean"),
    ('do = "acknowledgement"', "", "steps", "has no `do`; name the response"),
    ('at = "Sun 15:00"', "", "steps", "has no time"),
    ('at = "Sun 15:00"', 'at = "Sun 09:00"', '"Sun 09:00"', "before the start"),
    ('at = "Sun 15:00"', 'at = "Sun 15:00"\nwhen = "fixed == 1"', None, "beside at"),
    ('at = "Sun 15:00"', 'when = "posts > 3"', '"posts > 3"', "the company cannot see"),
    ('at = "Sun 15:00"', 'at = "Sun 15:00"\ntimes = 3', "3", "means nothing without when"),
    ('at = "Sun 15:00"', 'after = "frist"', '"frist"', 'did you mean "first"?'),
    ('at = "Sun 15:00"', 'after = "first"', '"first"', "(first -> first)"),
    ('at = "Sun 18:00"\nevery', 'when = "fixed == 0"\nevery', '"6h"', "nothing without at"),
    ('every = "6h"\n', "", '"fixed"', "means nothing without every"),
    ('until = "fixed"', 'until = "Sun 17:00"', '"Sun 17:00"', "not after the step itself"),
    ('until = "fixed"', 'until = "repaired"', '"repaired"', 'or "fixed"'),
    ('until = "fixed"', 'until = "fixed"\nname = "first"', '"first"', "another step already"),
    ('"acknowledgement"', '"promise"', "steps", "deadline: is missing. The promised time"),
    ('"acknowledgement"', '"promise"\ndeadline = "Sun 14:00"', '"Sun 14:00"', "not after"),
    ("[incident]", "[parameters]\nvnt = 0.3\n[incident]", "vnt", 'did you mean "vent"?'),
    ("[incident]", "[parameters]\nvent = 99\n[incident]", "99", "at most"),
    ("[incident]", "[community.ties]\nkind = 'tree'\n[incident]", "'tree'", "is not known"),
    ("[incident]", "[community.ties]\nkind = 'none'\ngroups = 2\n[incident]", "groups", "known"),
    ("[incident]", "[community.ties]\nkind='file'\npath='x.csv'\n[incident]", "'x.csv'", "no file"),
]


@pytest.mark.parametrize(("old", "new", "underlined", "said"), MISTAKES)
def test_a_mistake_is_said_and_underlined(
    tmp_path: Path, old: str, new: str, underlined: str | None, said: str
) -> None:
    found = problems(tmp_path, broken(old, new))
    assert len(found) == 1, [str(one) for one in found]
    assert said in found[0].text
    assert found[0].file.endswith("storm.toml")
    assert found[0].source is not None
    if underlined is not None and found[0].column is not None:
        start = found[0].column - 1
        assert found[0].source[start : start + found[0].length] == underlined


@pytest.mark.parametrize(("old", "new", "underlined", "said"), MISTAKES)
def test_no_message_speaks_to_programmers(
    tmp_path: Path, old: str, new: str, underlined: str | None, said: str
) -> None:
    message = "\n".join(map(str, problems(tmp_path, broken(old, new)))).lower()
    for word in ("pydantic", "http", "input", "type=", "function-", "nonetype", "validation"):
        assert word not in message


def test_a_run_lasts_at_least_one_tick(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, broken("days = 3", "days = 0.01").replace("Sun 14", "Sun 12"))
    assert "shorter than one tick" in found.text


def test_all_mistakes_are_shown_at_once(tmp_path: Path) -> None:
    text = SOUND + STEP + 'when = "anger > 1"\n' + STEP + 'after = "nothing"\n'
    for old, new in [
        ("severity = 0.7", "severity = 7"),
        ("people = 200", "poeple = 200"),
        ('"Sun 15:00"', '"Sun 08:00"'),
        ('summary = "No word."', "summary = 1"),
    ]:
        text = text.replace(old, new)
    found = problems(tmp_path, text)
    assert [one.line for one in found] == [8, 13, 17, 25, 35, 39]


def test_the_caret_stands_under_the_column(tmp_path: Path) -> None:
    text = broken("severity = 0.7", "\tseverity =\t7  # too high")
    said = str(problems(tmp_path, text)[0]).splitlines()
    assert said[0].endswith("storm.toml:13:13: incident.severity: must be at most 1, not 7")
    assert said[1] == "    \tseverity =\t7  # too high"
    assert said[2] == "    \t          \t^"


def test_a_very_long_line_is_shown_around_the_place(tmp_path: Path) -> None:
    text = broken('title = "A test"', f'title = "{"x" * 5000}"')
    shown = str(problems(tmp_path, text)[0]).splitlines()
    assert max(map(len, shown[1:])) < 160


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + broken("severity = 0.7", "severity = 7").replace("\n", "\r\n")
    (found,) = problems(tmp_path, text)
    assert (found.line, found.column, found.source) == (13, 12, "severity = 7")
    load_scenario(written(tmp_path, "\ufeff" + SOUND))


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("severity 7", 10, "a key needs ="),
        ("severity = seven", 12, "is not a value"),
        ("severity = 0,7", 13, "one key = value per line"),
        ("affected = 0.4", None, "given a second time"),
        ("[clock]", None, "given a second time"),
        ('outrage_share = "a', None, 'has to end with "'),
        ("outrage_share = [1 2]", 20, "has to end with ]"),
        ("outrage_share = {a = 1", None, "has to end with }"),
        ("[outrage_share", None, "has to end with ]"),
        ("outrage_share = 'C:\\temp' = 3", None, "one key = value per line"),
        ('outrage_share = "C:\\temp\\x"', None, "\\"),
        ("= 3", None, "is neither"),
        ("outrage_share = \x1b[31m", None, "is not a value"),
    ],
)
def test_a_slip_of_syntax_is_shown_where_reading_stopped(
    tmp_path: Path, line: str, column: int | None, said: str
) -> None:
    (found,) = problems(tmp_path, broken("severity = 0.7", line))
    assert said in found.text
    assert found.line in (13, 14)
    assert column in (None, found.column)
    assert "\x1b" not in str(found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        ("title = 'Bewölkt'".encode("latin-1"), "not UTF-8"),
        (SOUND.encode("utf-16"), "not UTF-8"),
        (b"x = '" + b"a" * 5_000_000 + b"'", "larger than 5 MB"),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_scenario(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "storm.toml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=said):
        load_scenario(path)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is a folder"):
        load_scenario(tmp_path)
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario(tmp_path / "none.toml")


def test_thousands_of_mistakes_are_counted_not_listed(tmp_path: Path) -> None:
    text = SOUND + "".join(f"\nwrong{number} = {number}" for number in range(3000))
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(written(tmp_path, text))
    assert len(str(wrong.value)) < 20_000
    assert "and 29" in str(wrong.value)


def test_a_text_in_place_of_a_number_may_be_nested_as_deeply_as_it_likes() -> None:
    with pytest.raises(ScenarioError, match="people"):
        load_scenario("analytics-outage", {"community.people": "[" * 100_000})


def test_a_value_is_named_without_signs_that_steer_a_terminal(tmp_path: Path) -> None:
    (problem, *_) = problems(tmp_path, SOUND + '\n[[plans.none.steps]]\ndo = "\\u202eygolopa"\n')
    assert "\u202e" not in str(problem)
