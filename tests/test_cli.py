"""The command line: what it prints, what it writes, how it fails."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import sim.cli
from tests.scenario.examples import SOUND, broken, written

ROOT = Path(__file__).parent.parent
HEAVY = ("pydantic", "numpy", "pandas", "numba", "mesa", "matplotlib", "xarray", "networkx")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """Runs commands within this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *words: object) -> Ended:
        self.monkeypatch.setattr(sys, "argv", ["shitstorm", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            sim.cli.main()
        assert isinstance(end.value.code, int)
        return Ended(end.value.code, *self.capsys.readouterr())


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A command line."""
    return Shell(monkeypatch, capsys)


@pytest.fixture
def storm(tmp_path: Path) -> Path:
    """A small sound scenario."""
    return written(tmp_path)


def started(*words: str, **options: object) -> "subprocess.CompletedProcess[str]":
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **{"cwd": ROOT, **options},  # type: ignore[call-overload]
    )


# -- help ---------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['shitstorm', '--help']\n"
        "from sim.cli import main\n"
        "try: main()\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_help_answers_within_half_a_second() -> None:
    def seconds() -> float:  # of the processor, so that a busy machine fails nobody
        before = os.times()
        assert started("--help").returncode == 0
        after = os.times()
        user, system = "children_user", "children_system"
        return sum(getattr(after, kind) - getattr(before, kind) for kind in (user, system))

    assert min(seconds() for _ in range(3)) < 0.5


@pytest.mark.parametrize("command", ["run", "compare", "rerun", "check", "schema", "new", "list"])
def test_every_command_explains_itself(shell: Shell, command: str) -> None:
    ended = shell(command, "--help")
    assert ended.code == 0
    assert command in ended.out


# -- lists, schema, check, new ------------------------------------------------------------


def test_scenarios_are_listed_with_titles_and_plans(shell: Shell) -> None:
    out = shell("list").out
    for word in ("analytics-outage", "The Sunday without data", "honest-roadmap", "quiet-week"):
        assert word in out


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--responses", ("roadmap", "Herhausen", "hush money")),
        ("--parameters", ("grievance_rate", "vacuum_time", "Sureness")),
        ("--measures", ("customers_lost", "posts/h")),
    ],
)
def test_what_there_is_to_choose_from_is_listed(
    shell: Shell, option: str, words: tuple[str, ...]
) -> None:
    ended = shell("list", option)
    assert ended.code == 0
    for word in words:
        assert word in ended.out


def test_the_schema_is_json(shell: Shell, tmp_path: Path) -> None:
    printed = json.loads(shell("schema").out)
    assert "incident" in printed["properties"]
    file = tmp_path / "schema.json"
    assert shell("schema", "--out", file).code == 0
    assert json.loads(file.read_text()) == printed


def test_check_praises_a_sound_file(shell: Shell, storm: Path) -> None:
    ended = shell("check", storm, "--no-trial")
    assert ended == Ended(0, f"{storm} is sound: A test; plans: silence, updates\n", "")


def test_check_ends_with_a_trial_of_each_plan(shell: Shell, storm: Path) -> None:
    ended = shell("check", storm)
    assert ended.code == 0
    _, heading, *plans = ended.out.splitlines()
    assert heading == "trial, 5 runs of each plan:"
    assert [line.split(":")[0].strip() for line in plans[:2]] == ["silence", "updates"]


def test_check_shows_mistakes_with_a_caret(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path, broken("severity = 0.7", "severity = 7"))
    ended = shell("check", path)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.splitlines() == [
        f"{path}:13:12: incident.severity: must be at most 1, not 7",
        "    severity = 7",
        "               ^",
    ]


def test_new_writes_a_sound_scenario_and_replaces_nothing(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert shell("new", path).code == 0
    assert shell("check", path).code == 0
    path.write_text("precious")
    refused = shell("new", path)
    assert refused.code == 2
    assert "--force" in refused.err
    assert path.read_text() == "precious"
    assert shell("new", path, "--force").code == 0
    assert path.read_text() != "precious"


# -- run, compare, rerun ------------------------------------------------------------------


def test_run_shows_measures_with_units(shell: Shell, storm: Path) -> None:
    ended = shell("run", storm, "--plan", "updates", "--seed", 3)
    assert ended.code == 0
    assert "A test: updates, seed 3" in ended.out
    assert "posts/h" in ended.out
    assert ended.err == ""


def test_run_prints_json(shell: Shell, storm: Path) -> None:
    said = json.loads(shell("run", storm, "--plan", "silence", "--json").out)
    assert said["plan"] == "silence"
    assert said["measures"]["peak"] >= 0


def test_both_engines_say_the_same(shell: Shell, storm: Path) -> None:
    said = [
        shell("run", storm, "--plan", "updates", "--engine", engine, "--json").out
        for engine in ("compiled", "mesa")
    ]
    assert said[0] == said[1]


def test_a_run_is_written_and_repeated_from_its_provenance(
    shell: Shell, storm: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "new" / "second"
    changed = ("--set", "incident.severity=0.9")
    ended = shell("run", storm, "--plan", "updates", "--seed", 5, *changed, "--out", first)
    assert ended.code == 0
    assert str(first) in ended.out
    storm.unlink()
    assert shell("rerun", first / "provenance.json", "--out", second).code == 0
    assert (first / "series.csv").read_text() == (second / "series.csv").read_text()
    assert list(first.glob("*.svg"))
    assert list(first.glob("*.png"))


def test_compare_shows_plans_and_their_differences(shell: Shell, storm: Path) -> None:
    ended = shell("compare", storm, "--seeds", 4)
    assert ended.code == 0
    assert "4 runs per plan" in ended.out
    assert "Against silence" in ended.out
    assert ended.err == ""


def test_compare_writes_tables_data_and_charts(shell: Shell, storm: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = shell("compare", storm, "--plans", "updates,silence", "--seeds", 3, "--out", out)
    assert ended.code == 0
    for name in ("table.csv", "ensemble.nc", "provenance.json"):
        assert (out / name).is_file()
    assert list(out.glob("*.svg"))


def test_compare_prints_json(shell: Shell, storm: Path) -> None:
    said = json.loads(shell("compare", storm, "--seeds", 3, "--json").out)
    assert said["seeds"] == [0, 1, 2]
    assert {row["plan"] for row in said["differences"]} == {"updates"}


@pytest.mark.parametrize(
    ("option", "language", "told"),
    [
        ("--responses", "de", "Eine Zeit versprechen"),
        ("--responses", "fr", "s’excuser"),
        ("--studies", "de", "Ab wie vielen Betroffenen"),
        ("--parameters", "de", "Exponent der Wartezeiten"),
        ("--parameters", "fr", "Preuve : A lu dans la source"),
        ("--measures", "de", "höchste Rate kritischer Beiträge"),
        ("--measures", "fr", "clients perdus"),
        ("--language=fr", "fr", "Le dimanche sans données"),
    ],
)
def test_lists_speak_the_language_of_who_writes_a_scenario(
    shell: Shell, option: str, language: str, told: str
) -> None:
    said = " ".join(shell("list", option, "--language", language).out.split())
    assert told.casefold() in said.casefold()


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", ("Spitze", "kritische")), ("fr", ("pic", "critiques"))],
)
def test_runs_and_comparisons_speak_the_language_asked_for(
    shell: Shell, storm: Path, tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    once = shell("run", storm, "--plan", "silence", "--language", language, "--out", tmp_path / "r")
    several = shell("compare", storm, "--seeds", 3, "--language", language)
    for ended in (once, several):
        assert ended.code == 0
        assert all(word in ended.out for word in said)
        for english in ("peak", "hours", "customers", "Against", "Results"):
            assert english not in ended.out
    drawn = (tmp_path / "r" / "storm.svg").read_text(encoding="utf-8")
    assert "critical posts" not in drawn
    as_json = shell("compare", storm, "--seeds", 3, "--language", language, "--json")
    assert json.loads(as_json.out)["measures"][0]["measure"] == "peak"


# -- failures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "analytics-outtage", "--plan", "silence"), 'did you mean "analytics-outage"?'),
        (("run", "analytics-outage", "--plan", "silense"), 'did you mean "silence"?'),
        (("run", "analytics-outage"), "add --plan with one of: silence"),
        (("run", "none.toml", "--plan", "silence"), "none.toml: there is no such file"),
        (("run", "quiet-week", "--plan", "silence", "--set", "clock.dasy=2"), '"days"'),
        (("run", "quiet-week", "--plan", "silence", "--set", "clock.days"), "has no value"),
        (("run", "quiet-week", "--plan", "silence", "--seed", "-1"), "--seed"),
        (("run", "quiet-week", "--plan", "silence", "--seed", str(2**64)), "--seed"),
        (("run", "quiet-week", "--plan", "silence", "--engine", "steam"), "--engine"),
        (("compare", "quiet-week", "--plans", "silence,silense"), 'did you mean "silence"?'),
        (("compare", "quiet-week", "--plans", ","), "which plans?"),
        (("compare", "quiet-week", "--seeds", "0"), "--seeds"),
        (("rerun", "none.json"), "none.json cannot be read"),
        (("check", "."), "is a folder"),
        (("nonsense",), "nonsense"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_message(
    shell: Shell, words: tuple[str, ...], said: str
) -> None:
    ended = shell(*words)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("content", ["", "[]", "{", '{"plans": []}', '{"plan": "silence"}'])
def test_what_is_no_provenance_is_refused(shell: Shell, tmp_path: Path, content: str) -> None:
    path = tmp_path / "provenance.json"
    path.write_text(content)
    ended = shell("rerun", path)
    assert ended.code == 2
    assert "provenance.json" in ended.err


SECRET = "root:a-secret:0:0"


@pytest.mark.parametrize("ending", ["csv", "txt", "graphml"])
def test_a_provenance_never_shows_lines_of_a_file_that_it_names(
    shell: Shell, storm: Path, tmp_path: Path, ending: str
) -> None:
    assert shell("run", storm, "--plan", "silence", "--out", tmp_path / "run").code == 0
    path, private = tmp_path / "run" / "provenance.json", tmp_path / f"private.{ending}"
    private.write_text(f"{SECRET}\n{SECRET}\n")
    origin = json.loads(path.read_text())
    ties = {"kind": "file", "path": str(private)}
    origin["scenario"]["document"].setdefault("community", {})["ties"] = ties
    path.write_text(json.dumps(origin))
    ended = shell("rerun", path)
    assert ended.code == 2
    assert str(private) in ended.err
    assert "secret" not in ended.err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("plan", ["silence"]),
        ("plan", None),
        ("engine", "steam"),
        ("engine", {}),
        ("seed", "x"),
        ("seed", -1),
        ("scenario", []),
        ("scenario", {"name": 1, "document": {}}),
        ("scenario", {"name": "a", "document": []}),
    ],
)
def test_a_damaged_provenance_is_refused(
    shell: Shell, storm: Path, tmp_path: Path, key: str, value: object
) -> None:
    document = sim.load_scenario(storm).document
    origin = {"scenario": {"name": "a", "document": document}, "plan": "silence", "seed": 1,
              "engine": "compiled", key: value}  # fmt: skip
    (tmp_path / "provenance.json").write_text(json.dumps(origin))
    ended = shell("rerun", tmp_path / "provenance.json")
    assert ended.code == 2
    assert ended.err


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "a pipe"])
def test_devices_are_not_opened(shell: Shell, tmp_path: Path, device: str) -> None:
    linked = tmp_path / "provenance.json"
    linked.symlink_to(device) if device != "a pipe" else os.mkfifo(linked)
    ended = shell("rerun", linked)
    assert ended.code == 2
    assert "is no ordinary file" in ended.err


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/nowhere"])
def test_ties_from_a_device_are_not_run_again(
    shell: Shell, storm: Path, tmp_path: Path, device: str
) -> None:
    document = dict(sim.load_scenario(storm).document)
    document["community"] = {**document["community"], "ties": {"kind": "file", "path": device}}
    origin = {"scenario": {"name": "a", "document": document}, "plan": "silence", "seed": 1,
              "engine": "compiled"}  # fmt: skip
    (tmp_path / "provenance.json").write_text(json.dumps(origin))
    ended = shell("rerun", tmp_path / "provenance.json")
    assert ended.code == 2
    assert "no such file of ties" in ended.err


def test_a_run_is_not_repeated_with_other_ties(shell: Shell, storm: Path, tmp_path: Path) -> None:
    ties, again = tmp_path / "ties.csv", tmp_path / "run" / "provenance.json"
    ties.write_text("0,1\n1,2\n")
    words = ("--set", f"community.ties={{kind = 'file', path = '{ties}'}}")
    assert shell("run", storm, "--plan", "silence", *words, "--out", tmp_path / "run").code == 0
    assert shell("rerun", again).code == 0
    ties.write_text("0,1\n1,2\n2,0\n")
    ended = shell("rerun", again)
    assert ended.code == 2
    assert f"{ties}: this file of ties has changed since the run" in ended.err
    assert "put the file there" in ended.err


def test_a_tilde_in_any_path_is_the_home_folder(
    shell: Shell, storm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    name = f"~/{storm.relative_to(tmp_path)}"
    assert shell("compare", name, "--seeds", 2, "--out=~/results").code == 0
    assert (tmp_path / "results" / "table.csv").is_file()
    assert shell("report", "~/results", "--out", "~/page.html").code == 0
    assert shell("rerun", "~/none.json").code == 2
    assert shell("schema", "--out", "~/schema.json").code == 0
    assert {"page.html", "schema.json"} <= {file.name for file in tmp_path.iterdir()}
    assert not (tmp_path / "~").exists()


def test_results_of_two_commands_do_not_share_a_folder(
    shell: Shell, storm: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert shell("run", storm, "--plan", "silence", "--out", out).code == 0
    before = sorted(out.iterdir())
    refused = shell("compare", storm, "--seeds", 2, "--out", out)
    assert refused.code == 2
    assert "holds what run has written" in refused.err
    assert sorted(out.iterdir()) == before


@pytest.mark.parametrize("words", [("run", "--plan", "silence"), ("compare", "--seeds", "100000")])
def test_a_folder_that_cannot_be_written_is_found_out_before_the_run(
    shell: Shell, storm: Path, words: tuple[str, ...]
) -> None:
    command, *options = words
    ended = shell(command, storm, *options, "--out", storm)
    assert ended.code == 3
    assert "cannot write to" in ended.err


def test_ctrl_c_is_one_clean_line(
    shell: Shell, storm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.scenario.loading.load_scenario", interrupted)
    monkeypatch.setattr("sim.scenario.load_scenario", interrupted)
    assert shell("check", storm) == Ended(130, "", "stopped\n")


def test_a_reader_who_goes_away_is_no_failure() -> None:
    command = f"{sys.executable} -m sim schema | head -1"
    run = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    assert run.stdout == "{\n"
    assert run.stderr == ""


def test_brackets_in_a_title_are_shown_as_they_are(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path, SOUND.replace("A test", "[red]A test[/]"))
    assert "[red]A test[/]" in shell("run", path, "--plan", "silence").out


@pytest.mark.parametrize("words", [("run", "analytics-outage", "--out", ""),
                                   ("run", "analytics-outage", "--out="),
                                   ("check", "")])  # fmt: skip
def test_an_empty_word_is_refused_and_means_no_folder_at_hand(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = started(*words, cwd=tmp_path)
    assert ended.returncode != 0
    assert "nothing is given" in ended.stderr
    assert not list(tmp_path.iterdir())
