"""What calibrate says in German and French: its table, report, slides, checks and refusals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from typer.testing import CliRunner

from sim.calibration.posterior_checks import PosteriorDiagnosis
from sim.calibration.posterior_file import load_posterior
from sim.calibration.result import Calibration, Wave
from sim.charts.calibration import calibration
from sim.cli import app
from sim.errors import InputError
from sim.files import ready
from sim.language.heard import refusal_in
from sim.language.spoken import speaking
from sim.language.typesetting import Language
from sim.terminal.calibration import present_calibration
from sim.terminal.posterior import present_posterior_checks
from tests.calibration.test_command import small_result
from tests.language.english_left import english_left

OTHERS: tuple[Language, ...] = ("de", "fr")
OWN = ("nobody is left", "--sets-of-waves", "pip install", "shitstorm calibrate --posterior")


@pytest.fixture(scope="module")
def found() -> Calibration:
    """A calibration that found all that a report tells of."""
    result = small_result()
    wave = Wave(1, 0.125, {"trees": 3, "process": 2, "mean": 1}, 0.4)
    return replace(result, waves=(wave,), stopped=True)


def shown(
    result: Calibration, language: Language, out: Path, capsys: pytest.CaptureFixture[str]
) -> str:
    out.mkdir()
    with speaking(language):
        present_calibration(result, out, as_json=False)
        drawn = calibration(result).findobj(Text)
    files = [(out / name).read_text(encoding="utf-8") for name in ("report.md", "best.toml")]
    texts = [text.get_text() for text in drawn]  # type: ignore[attr-defined]
    return "\n".join([capsys.readouterr().out.replace(str(out), ""), *files, *texts])


@pytest.mark.parametrize("language", OTHERS)
def test_a_calibration_is_told_in_the_language(
    found: Calibration, tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    english, other = (shown(found, each, tmp_path / each, capsys) for each in ("en", language))
    assert not english_left(english, other, OWN), other
    for word in ("trees: 3", "wave 1", "12.5%", "None." if "None." in english else "Time"):
        assert word in english
        assert word not in other
    files = [(tmp_path / each / "sets.csv").read_bytes() for each in ("en", language)]
    assert files[0] == files[1]


def diagnosis() -> PosteriorDiagnosis:
    """Return checks as of a posterior, without running any."""
    chance = np.random.default_rng(1)
    ranks = pd.DataFrame({"vent": chance.uniform(size=60), "peak (log)": np.full(60, 0.99)})
    moved = pd.DataFrame(
        {"mean": 0.0, "spread": [0.9, 0.8, 1.0], "prior": [0.1, 0.2, 0.3], "rows": [0.3, 0.2, 0.0],
         "told_by": ["rows", "both", "prior"]}, ["vent", "voice", "claims"],
    )  # fmt: skip
    spans = [f"{part}_{end}" for part in ("prior", "posterior", "real")
             for end in ("low", "median", "high")]  # fmt: skip
    odd = pd.DataFrame(1.5, ["posters per 100 people", "defenders' lag, h", "waves", "duration, h",
                             "critical posts (log)"], [*spans, "skill"])  # fmt: skip
    rows = pd.DataFrame({"emulated": [0.5, np.nan], "real": 0.4, "real_low": 0.2, "real_high": 0.6},
                        ["S1", "S2"])  # fmt: skip
    return PosteriorDiagnosis(ranks, moved, odd, rows, {"50%": 0.58, "95%": 0.9})


def checks_shown(language: Language, capsys: pytest.CaptureFixture[str]) -> str:
    with speaking(language):
        present_posterior_checks(load_posterior(), diagnosis(), None, as_json=False)
    return capsys.readouterr().out


@pytest.mark.parametrize("language", OTHERS)
def test_checks_of_a_posterior_are_told_in_the_language(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    english, other = (checks_shown(each, capsys) for each in ("en", language))
    assert not english_left(english, other), other
    for word in ("both", "skill of", "peak (log)", "told by", "in real runs", "0.90"):
        assert word in english
        assert word not in other


REFUSED = {
    "": ("calibrate bewahrt jeden Satz", "calibrate garde chaque jeu"),
    "--out a --spread 0.2": ("--spread verengt die Suche", "--spread resserre la recherche"),
    "--out a --sets 1": ("eine Welle mit 1 Sätzen", "une vague de 1 jeux"),
    "--out a --rows S99": ("keine Zeile „S99“", "pas de ligne « S99 »"),
    "--out a --posterior --sets-of-waves x": ("ist keine Zahl", "n’est pas un nombre de jeux"),
    "--diagnose --models no.npz": ("no.npz gibt es nicht", "no.npz n’existe pas"),
}


@pytest.mark.parametrize("options", REFUSED)
def test_calibrate_refuses_in_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = {}
    for language in ("en", *OTHERS):
        done = CliRunner().invoke(app, ["calibrate", *options.split(), "--language", language])
        assert isinstance(done.exception, InputError), done.output
        said[language] = str(done.exception).replace("\u00a0", " ")
    for language, wanted in zip(OTHERS, REFUSED[options], strict=True):
        assert wanted in said[language]
        assert not english_left(said["en"], said[language], OWN)


def test_what_lower_modules_refuse_is_told_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "series.nc").touch()
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / ".unfinished").mkdir()
    for folder in (tmp_path, tmp_path / "under"):
        with pytest.raises(InputError) as refused:
            ready(folder, "calibrate")
        told = refusal_in(refused.value, "de")
        assert not english_left(str(refused.value), told, (str(folder),))
