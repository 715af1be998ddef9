"""Messages as a table: out and in again is exact, nothing executes, refusals name their place."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sim.commands.messages import MessageTableOptions, export, take
from sim.errors import InputError
from sim.exercise.message_table.cells import guarded, unguarded
from sim.exercise.message_table.columns import COLUMNS, row_of
from sim.exercise.message_table.files import read_table, save_table
from sim.exercise.message_table.reading import messages_in
from sim.exercise.message_table.scenario_text import messages_of, with_messages
from sim.language.typesetting import LANGUAGES, Language
from sim.scenario import load_scenario, shipped
from sim.scenario.exercise import Role, Sender
from sim.storm.times import WEEKDAYS

pytest.importorskip("tomlkit", reason="needs the extra [lab]")

ROLES = {"writer": Role.model_validate(
    {"title": {"en": "Writer", "de": "Texterin"}, "card": {"en": "You write."}})}  # fmt: skip
NASTY = (
    "=1+1", "'=1+1", "+49 30 1234", "-5 %", "@rosa", "=HYPERLINK(\"a\";\"b\")", "a;=1", "a, -b",
    "Zeile\n=cmd", "\t=x", "_x0041_", "Ü„äöß“ – é à", "a\"b\"; c", "', =", "''=x", "a\r=b", " =1",
)  # fmt: skip
"""Texts that spreadsheets, CSV or XML would change or execute."""


def inject(name: str = "one", **more: Any) -> dict[str, Any]:
    return {"name": name, "at": "Sun 16:00", "sender": "customer", "text": {"en": "Well?"}, **more}


@given(st.one_of(st.text(alphabet="'=+-@ ;,|\t\n\r\"a＝"), st.text()))
def test_a_guarded_text_reads_back_as_it_was_and_begins_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in ("=", "+", "-", "@", "＝")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_any_messages_written_as_a_table_read_back_exactly(
    ending: str, language: Any, tmp_path: Path
) -> None:
    written = [
        inject(f"n{n}", expected=text, text={"en": text, "de": text}, minutes=2.5 if n % 2 else 3,
               when="promises_broken > 0", to="writer")
        for n, text in enumerate(NASTY)
    ]  # fmt: skip
    file = tmp_path / f"table.{ending}"
    save_table(file, [row_of(each) for each in written], language)
    assert messages_in(file, read_table(file), ROLES, []) == written
    if ending == "xlsx":
        cells = [c for row in load_workbook(file).active.iter_rows() for c in row]
        assert all(cell.data_type != "f" for cell in cells)


def test_every_shipped_exercise_goes_out_and_in_without_a_byte_changed(tmp_path: Path) -> None:
    played = [path for path in shipped().values() if load_scenario(path).exercise is not None]
    assert played
    for path in played:
        text = path.read_text(encoding="utf-8")
        known = messages_of(path, text)
        roles = load_scenario(path).exercise.roles  # type: ignore[union-attr]
        for language in LANGUAGES:
            for ending in ("xlsx", "csv"):
                file = tmp_path / f"{path.stem}.{language}.{ending}"
                save_table(file, [row_of(each, language) for each in known], language)
                wanted = messages_in(file, read_table(file), roles, known)
                assert with_messages(path, text, wanted) == text, file


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_however_excel_saves_it(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    lines = [
        ["Name", "Zeitpunkt", "Absender", "An", "Antwort binnen (min)", "Text (en)", "Text (de)"],
        ["eins", "Sun 16:00", "journalistin", "texterin", '"2,5"', "Well?", "Wo bleibt’s? Größe"],
    ]
    file = tmp_path / "t.csv"
    file.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    (read,) = messages_in(file, read_table(file), ROLES, [])
    assert read["sender"] == "journalist"
    assert read["to"] == "writer"
    assert read["minutes"] == 2.5
    assert read["text"]["de"] == "Wo bleibt’s? Größe"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mo 9:30", "Mon 09:30"), ("Montag, 16 Uhr", "Mon 16:00"), ("So. 16.15 Uhr", "Sun 16:15"),
        ("lundi 9h", "Mon 09:00"), ("dim. à 16 h 30", "Sun 16:30"), ("sun 16:00", "Sun 16:00"),
        ("Di +1 08:00", "Tue+1 08:00"), ("+6h", "+6h"),
    ],
)  # fmt: skip
def test_moments_are_read_as_a_trainer_writes_them(
    written: str, meant: str, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f"Name;Zeitpunkt;Absender;Text (de)\neins;{written};Kunde;Und?\n")
    (read,) = messages_in(file, read_table(file), ROLES, [])
    assert read["at"] == meant
    assert read["text"] == {"de": "Und?"}, "one language is enough, whichever it is"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sender_is_read_as_a_table_in_any_language_calls_them(
    language: Language, tmp_path: Path
) -> None:
    written = [
        inject(f"n{n}", sender=sender, at=f"{day} 16:00", minutes=5)
        for n, (sender, day) in enumerate(
            zip(get_args(Sender), (*WEEKDAYS, "Mon", "Tue"), strict=True)
        )
    ]
    file = tmp_path / "t.csv"
    for told in (language, None):  # as the language calls them, or as a scenario file does
        save_table(file, [row_of(each, told) for each in written], language)
        assert messages_in(file, read_table(file), ROLES, []) == written
    rows = [row_of(each, language) for each in written]
    assert language == "en" or all(
        row[1] != each["at"] for row, each in zip(rows, written, strict=True)
    )


def test_minutes_that_a_spreadsheet_took_for_a_time_are_minutes(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["name", "at", "sender", "text.en", "minutes"])
    sheet.append(["one", "Sun 16:00", "board", "Well?", time(0, 5)])
    book.save(tmp_path / "t.xlsx")
    (read,) = messages_in(tmp_path / "t.xlsx", read_table(tmp_path / "t.xlsx"), ROLES, [])
    assert read["minutes"] == 5


def test_a_workbook_is_read_with_a_cover_sheet_blank_lines_and_moved_columns(
    tmp_path: Path,
) -> None:
    book = Workbook()
    book.create_sheet("Deckblatt", 0).append(["Übung vom Montag"])
    sheet = book.create_sheet("Einspielungen 2")
    for line in ([], ["Text (de)", "Name", None, "Absender", "Zeitpunkt"], [],
                 ["Und?", "eins", None, "Kunde", "Mo 9 Uhr"], []):  # fmt: skip
        sheet.append(line)
    file = tmp_path / "t.xlsx"
    book.save(file)
    wanted = [{"name": "eins", "at": "Mon 09:00", "sender": "customer", "text": {"de": "Und?"}}]
    assert messages_in(file, read_table(file), ROLES, []) == wanted
    for separator in ",;":
        lines = [["Name", "Zeitpunkt", "Absender", "Text (de)"],
                 ["eins", "Mo 9 Uhr", "Kunde", "Und?"]]  # fmt: skip
        text = "\n\n" + "\n\n".join(separator.join(line) for line in lines)
        file.with_suffix(".csv").write_text(text)
        assert messages_in(file, read_table(file.with_suffix(".csv")), ROLES, []) == wanted


TEXT = """# our own
[exercise]
briefing.en = "x" # keep

# the first
[[exercise.injects]]
name = "one"   # a remark
at = "Sun 16:00"
sender = "customer"
text.en = "One?"

# the second
[[exercise.injects]]
name = "two"
at = "Sun 17:00"
sender = "board"
text = { en = "Two?", de = "Zwei?" } # here as well

[other]
value = 1
"""


def test_a_change_keeps_comments_and_all_that_is_not_changed() -> None:
    path = Path("own.toml")
    one, two = map(dict, messages_of(path, TEXT))
    one |= {"minutes": 3, "text": {"en": "One!"}}
    two |= {"text": {"en": "Two?"}, "when": "promises_broken > 0"}
    new = with_messages(path, TEXT, [one, inject("three"), two])
    assert tomllib.loads(new)["exercise"]["injects"] == [one, inject("three"), two]
    for kept in ("# our own", "# keep", "# the first", "# a remark", "# the second",
                 "# here as well", "[other]\nvalue = 1"):  # fmt: skip
        assert kept in new, new
    for wanted in ([two, one], [two], [inject("three")], [], [inject("zero"), two, one]):
        changed = tomllib.loads(with_messages(path, TEXT, wanted))
        assert changed["exercise"].get("injects", []) == wanted
        assert changed["other"] == {"value": 1}


WRONG = {
    "sender": ("journalits", "column C (sender)", 'did you mean "journalist"?'),
    "at": ("half past nine", "column B (at)", "write a weekday and hour"),
    "name": ("two words", "column A (name)", "letters, digits and hyphens"),
    "to": ("king", "column E (to)", "writer"),
    "minutes": ("soon", "column F (minutes)", "from more than 0 to 120"),
    "text.en": ("", "column G (text.en)", "fill it in"),
    "when": ("weather == bad", "column D (when)", "weather"),
}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("key", list(WRONG))
def test_a_refusal_names_file_row_column_value_and_remedy(
    key: str, ending: str, tmp_path: Path
) -> None:
    heads = ["name", "at", "sender", "when", "to", "minutes", "text.en"]
    good = ["one", "Sun 16:00", "customer", "", "", "3", "Well?"]
    value, place, remedy = WRONG[key]
    wrong = ["two", *good[1:]]
    wrong[heads.index(key)] = value
    file = tmp_path / f"t.{ending}"
    rows = [heads, good, wrong]
    if ending == "csv":
        file.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    else:
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    with pytest.raises(InputError) as refused:
        messages_in(file, read_table(file), ROLES, [])
    for part in (str(file), "row 3", place, value, remedy):
        assert part in str(refused.value), (part, str(refused.value))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"name;at;sender;text.en;colour\n", "'colour' is no heading"),
        (b"name;at;sender\n", "no column text.en, text.de or text.fr"),
        (b"name;name;at;sender;text.en\n", "there twice"),
        (b'name;at;sender;text.en\n"open', "no CSV"),
        (b"name;at;sender;text.en\none;Sun 1:00;board;a\none;Sun 1:00;board;b\n", "name of row 2"),
        (b"\x00PK", "no heading"),
    ],
)
def test_no_table_gives_a_message(content: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=told):
        messages_in(file, read_table(file), ROLES, [])
    for name in ("t.ods", "none.csv", "broken.xlsx"):
        other = tmp_path / name
        if name.startswith("broken"):
            other.write_bytes(content or b"x")
        with pytest.raises(InputError, match=name):
            read_table(other)


def test_the_command_changes_a_scenario_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, table = tmp_path / "own.toml", tmp_path / "t.csv"
    own.write_text(shipped()["excluded-profession"].read_text(encoding="utf-8"), encoding="utf-8")
    before = own.read_text(encoding="utf-8")
    export(str(own), table, "en")
    known = messages_of(own, before)
    save_table(table, [row_of(each) for each in [*known, inject("late", expected="Ask.")]], "de")
    take(str(own), table, None)
    exercise = load_scenario(own).exercise
    assert exercise is not None
    assert exercise.injects[-1].expected == "Ask."
    assert "new: late" in capsys.readouterr().out
    changed = own.read_text(encoding="utf-8")
    save_table(table, [row_of(inject("bad", at="never"))], "en")
    with pytest.raises(InputError, match="never"):
        take(str(own), table, None)
    assert own.read_text(encoding="utf-8") == changed
    with pytest.raises(InputError, match="--new-scenario"):
        take("excluded-profession", table, None)
    for steps in ({"export_messages": table, "import_messages": table}, {"new_scenario": own}):
        with pytest.raises(InputError, match="give"):
            MessageTableOptions(**steps).exchange(str(own), "en")


def test_every_key_of_a_message_has_its_column() -> None:
    from sim.scenario.exercise import Inject

    assert {column.path[0] for column in COLUMNS} == set(Inject.model_fields)
