"""Results change only on purpose."""

import json

import pytest

from tests.baselines.refresh import BASELINES, CHOSEN, measured

WRITTEN = json.loads(BASELINES.read_text(encoding="utf-8"))
REMEDY = (
    'The results changed. If that was the purpose, run "python -m tests.baselines.refresh" '
    'and say so in CHANGELOG.md ("results change").'
)


def test_every_chosen_run_has_its_baseline() -> None:
    written = [(run["scenario"], run["plan"], run["seed"]) for run in WRITTEN]
    assert written == CHOSEN, REMEDY


@pytest.mark.parametrize("run", WRITTEN, ids=lambda run: f"{run['scenario']}-{run['plan']}")
def test_results_are_those_written_down(run: dict) -> None:
    now = measured(run["scenario"], run["plan"], run["seed"])["measures"]
    assert now.keys() == run["measures"].keys(), REMEDY
    changed = [
        f"{name}: {was} before, {now[name]} now"
        for name, was in run["measures"].items()
        if now[name] != (was if was is None else pytest.approx(was, rel=1e-5))
    ]
    assert not changed, "\n".join([REMEDY, *changed])
