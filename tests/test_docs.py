"""README and guides say what is true: commands and examples run, links lead somewhere."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.community import people
from sim.compiling import without_prose
from sim.describe import case
from sim.describe.__main__ import main as describe
from sim.describe.blocks import (
    DESCRIPTION,
    DOCUMENTS,
    FROM_CODE,
    REFERENCE,
    block,
    marks,
    replaced,
    rewritten,
)
from sim.describe.measured import (
    MADE_WITH,
    STUDIES,
    MeasuredPage,
    block_of,
    chosen,
    is_stale,
    mark_of,
    refresh,
    runs_of,
)
from sim.describe.measured import PAGES as MEASURED
from sim.describe.parts import PARTS, RULES, STEPS, step_of
from sim.describe.source import functions, parameters_used
from sim.engines import setup
from sim.errors import RunInterrupted
from sim.results import MEASURES
from sim.storm import state
from sim.storm.parameters import DECLARED

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md")])
FEW = ("--seeds", "3")
MODEL = DESCRIPTION.read_text(encoding="utf-8")


def named(path: Path) -> str:
    """A page's name among the tests."""
    return path.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[str]:
    """The code of a page in these languages."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^ *```(\w*)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [code for language, code in found if language in languages]


def commands(page: Path) -> list[list[str]]:
    """The simulator's commands on a page, in order, without the folder that they are in."""
    lines = "\n".join(blocks(page, "", "sh")).splitlines()
    last = (line.rpartition("&&")[2].strip().removeprefix(".venv/bin/") for line in lines)
    words = (shlex.split(line, comments=True) for line in last if line.startswith("shitstorm"))
    return [command[1:] for command in words]


def save_files(page: Path, folder: Path) -> None:
    """The files that a page tells its reader to save."""
    text = page.read_text(encoding="utf-8")
    for name, code in re.findall(
        r"^Save this as `([\w.-]+)`:\n\n```\w+\n(.*?)^```", text, re.S | re.M
    ):
        (folder / name).write_text(code, encoding="utf-8")


# -- what is shown runs -------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=named)
def test_commands_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save_files(page, tmp_path)
    for words in commands(page):
        few = FEW if words[0] == "compare" else ()
        ended = CliRunner().invoke(app, [*words, *few], catch_exceptions=False)
        assert ended.exit_code == 0, words


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=named)
def test_python_runs(page: Path, tmp_path: Path) -> None:
    code = "\n".join(blocks(page, "python"))
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_are_named_exist(page: Path) -> None:
    for name in re.findall(r"`((?:sim|tests|docs|scenarios)/[\w/.-]+)`", page.read_text("utf-8")):
        assert (ROOT / name).exists(), name


def test_the_readme_names_every_scenario() -> None:
    named_there = re.findall(r"\]\(scenarios/([\w-]+)\.toml\)", README.read_text(encoding="utf-8"))
    assert sorted(named_there) == sorted(p.stem for p in (ROOT / "scenarios").glob("*.toml"))


def test_the_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    known = get_command(app).commands
    assert [name for name in known if f"shitstorm {name}" not in text] == []


def test_the_readme_names_every_guide() -> None:
    text = README.read_text(encoding="utf-8")
    guides = [guide.name for guide in (ROOT / "docs").glob("*.md")]
    assert [name for name in guides if f"](docs/{name})" not in text] == []


@pytest.mark.slow
def test_the_readme_shows_what_the_command_finds() -> None:
    """Three of its plans, as the others take their time."""
    story = sim.load_scenario("analytics-outage")
    plans = ["silence", "as-it-happened", "honest-roadmap"]
    table = case.case_table(sim.compare(story, plans=plans, seeds=200))
    lines = README.read_text(encoding="utf-8").splitlines()
    stale = [line for line in table.splitlines() if line not in lines]
    assert not stale, "the model finds something else now: run python -m sim.describe --only case"


def test_the_readme_says_how_many_runs_there_are() -> None:
    runs = len(sim.load_scenario("analytics-outage").plans) * 200
    assert f"{runs:,} times" in README.read_text(encoding="utf-8").replace("\n", " ")


# -- the description of the model ------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_what_is_taken_from_the_code_is_fresh(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert rewritten(text, DOCUMENTS[document]) == text, "run python -m sim.describe"


def test_every_generated_block_says_what_it_was_made_from() -> None:
    for page in [*PAGES, DESCRIPTION]:
        for name, mark in marks(page.read_text(encoding="utf-8")).items():
            assert mark == FROM_CODE or re.fullmatch(r"rules=\w+ inputs=\w{16}", mark), (page, name)


def test_a_page_is_stale_when_its_scenario_or_the_rules_have_changed(tmp_path: Path) -> None:
    document, changed = tmp_path / "README.md", tmp_path / "analytics-outage.toml"
    page = replace(MEASURED["case"], document=document)
    document.write_text(f"<!-- case:begin {page.mark()} --><!-- case:end -->", encoding="utf-8")
    assert not is_stale(page)
    shutil.copy(page.inputs[0], changed)
    assert not is_stale(replace(page, inputs=(changed,)))
    as_it_was = changed.read_text(encoding="utf-8")
    changed.write_text(as_it_was.replace('title = "', 'title = "Another: ', 1), encoding="utf-8")
    assert not is_stale(replace(page, inputs=(changed,))), "no rule reads a title"
    changed.write_text(as_it_was.replace("severity = 0.7", "severity = 0.8"), encoding="utf-8")
    assert is_stale(replace(page, inputs=(changed,)))
    document.write_text(f"<!-- case:begin {page.mark('other')} -->", encoding="utf-8")
    assert is_stale(page)


@pytest.mark.parametrize("name", MEASURED)
def test_a_page_from_runs_is_of_today_or_says_that_it_is_older(name: str) -> None:
    """Remedy: ``python -m sim.describe --only NAME``, or the sentence before its block."""
    text = MEASURED[name].document.read_text(encoding="utf-8")
    assert marks(text)[block_of(name)].startswith("rules=")
    before = text[: text.index(f"<!-- {block_of(name)}:begin")]
    assert is_stale(MEASURED[name]) == (OLDER in before), name


OLDER = "**Older than the rules.**"


@pytest.mark.parametrize("prose", ['"""Other words."""\n', "# A remark.\n"])
def test_prose_leaves_the_mark_of_the_rules_as_it_was(prose: str) -> None:
    code = 'def rule(x):\n    """Say what it is."""\n    return x + 1\n'
    assert without_prose(prose + code) == without_prose(code)
    assert without_prose(code) != without_prose(code.replace("1", "2"))


def test_stale_pages_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert describe(["--stale"]) == 0
    listed = capsys.readouterr().out.split()
    assert listed == [name for name, page in MEASURED.items() if is_stale(page)]


def test_a_study_is_refreshed_from_its_folder_alone(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "finding.txt").write_text("Something wins\n", encoding="utf-8")
    table = "| plan | posts |\n| --- | ---: |\n| silence | 7 |"
    (runs / "finding.md").write_text(f"# T\n\n**Something wins**\n\n{table}\n", encoding="utf-8")
    (runs / "chart.png").write_bytes(b"picture")
    origin = {"runs": 12, "rules of the model": "abc"}
    (runs / "provenance.json").write_text(json.dumps(origin), encoding="utf-8")
    page, copy = MEASURED["defenders"], tmp_path / "README.md"
    before = page.document.read_text(encoding="utf-8")
    copy.write_text(before, encoding="utf-8")
    refresh(page, runs, copy)
    after = copy.read_text(encoding="utf-8")
    section = block(after, "study-defenders")[2]
    assert "**Something wins.**" in section
    assert table in section
    assert marks(after)["study-defenders"] == page.mark("abc")
    kept = block(before, "study-defenders")
    assert replaced(after, "study-defenders", kept[2], kept[1]) == before


def test_runs_of_unknown_rules_are_marked_so(tmp_path: Path) -> None:
    assert mark_of(MEASURED["validation"], tmp_path).startswith("rules=unknown ")


def test_an_interruption_ends_the_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def stop(page: MeasuredPage, data: str | None) -> Path:
        started.append(page.name)
        raise RunInterrupted("stopped")

    monkeypatch.setattr("sim.describe.__main__.runs_of", stop)
    assert describe(["--only", "case,validation"]) == RunInterrupted.exit_code
    assert started == ["case"]


def test_runs_stopped_by_the_keyboard_are_not_taken_for_finished(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sim.describe.measured.OUTPUT", tmp_path)
    (tmp_path / "sensitivity").mkdir()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.studies.execute.run_study", stop)
    with pytest.raises(RunInterrupted, match="what is finished is kept"):
        runs_of(MEASURED["sensitivity"])
    assert not (tmp_path / "sensitivity" / MADE_WITH).exists()


def test_pages_are_chosen_by_name() -> None:
    assert [page.name for page in chosen("case, studies")] == ["case", *STUDIES]
    with pytest.raises(ValueError, match="no page is called cases; there are studies, case"):
        chosen("cases")


def test_the_reference_names_the_whole_face() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for name in sim.__all__:
        assert f"### `sim.{name}`" in text or f"\n## {name}" in text, name


def test_the_reference_leaves_nothing_unexplained() -> None:
    text, _, _ = REFERENCE.read_text(encoding="utf-8").partition("## Errors")
    assert not re.findall(r"^\|.*\|  \|$", text, re.MULTILINE)
    assert not re.findall(r"^```\n\n+(?=#|<!)", text, re.MULTILINE)
    assert ":meth:" not in text
    assert "``" not in text.replace("```", "")


def test_the_description_names_only_what_exists() -> None:
    known = (
        {p.name for p in DECLARED}
        | {f.name for theme in RULES for f in functions(theme)}
        | set(MEASURES)
    )
    known |= {
        name
        for kind in (state.PersonState, state.PageState, state.CaseFacts)
        for name in state.fields_of(kind)
    }
    by_hand = MODEL
    for name in PARTS:
        by_hand = by_hand.replace(block(by_hand, name)[0], "")
    assert set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", by_hand)) <= known


def test_every_rule_says_what_it_rests_on() -> None:
    _, _, rest = MODEL.partition("### What the rules rest on")
    rows = re.findall(r"^\| (`.*?`) \|", rest.partition("###")[0], re.MULTILINE)
    said = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(said) == sorted(function.name for theme in RULES for function in functions(theme))


def test_every_step_of_a_tick_is_described() -> None:
    folder = ROOT / "sim" / "storm"
    using = {p.stem for p in folder.glob("*.py") if "from sim.storm import rules" in p.read_text()}
    assert using | {"tick"} == set(STEPS)


def test_every_parameter_is_used() -> None:
    used = {
        name
        for module in (*map(step_of, STEPS), people, setup)
        for function in functions(module)
        for name in parameters_used(function)
    }
    assert used == {parameter.name for parameter in DECLARED}


def test_a_missing_marker_is_found() -> None:
    with pytest.raises(ValueError, match="<!-- people:begin -->"):
        rewritten(MODEL.replace("<!-- people:begin from=code -->", ""))


def test_every_response_is_described_with_its_levers() -> None:
    assert "| `silence` | Say nothing: no lever moves. |  |" in PARTS["responses"]()
    assert "informs 1, admits 0.5, steps 1, empathy 0.6" in PARTS["responses"]()
