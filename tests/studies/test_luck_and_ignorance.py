"""Luck and ignorance: estimators where the truth is known, and comparisons over models."""

import json
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.compiling import rules_mark
from sim.errors import InputError, OlderStockWarning
from sim.results.ensemble import Ensemble
from sim.results.models import under
from sim.runs.plausible import PlausibleModels, plausible_models, spread_seeds
from sim.runs.runner import Execution
from sim.runs.uncertain_ensemble import models_of
from sim.studies.execute import run_study
from sim.studies.loading import load_study
from sim.studies.luck_and_ignorance import (
    better_in,
    expected_shortfall,
    split_variance,
    uncertainty_of,
)
from sim.studies.uncertain_results import study_uncertainty
from sim.validation.table import chosen_rows
from sim.validation.validate import ValidationOptions, _verdicts
from tests.studies.small_study import written

SMALL = {"clock.days": 2.0, "community.people": 400}
AROUSING = ("arousal_gain", "grievance_rate", "voice")
PLANS = ["silence", "honest-roadmap"]


def made(models: int, each: int, luck: float, ignorance: float, seed: int) -> tuple:
    """Return results of so many models, and the models' numbers."""
    chance = np.random.default_rng(seed)
    groups = np.repeat(np.arange(models), each)
    levels = chance.normal(0, np.sqrt(ignorance), models)
    return levels[groups] + chance.normal(0, np.sqrt(luck), models * each), groups


class TestSplit:
    @pytest.mark.parametrize("ignorance", [0.0, 1.0, 4.0])
    def test_both_parts_are_unbiased(self, ignorance: float) -> None:
        found = [split_variance(*made(25, 3, 2.0, ignorance, seed)) for seed in range(60)]
        error = np.std([one.ignorance for one in found]) / np.sqrt(60)
        assert np.mean([one.luck for one in found]) == pytest.approx(2.0, abs=0.12)
        assert np.mean([one.ignorance for one in found]) == pytest.approx(ignorance, abs=4 * error)

    def test_groups_of_all_sizes_leave_it_unbiased(self) -> None:
        found = []
        for seed in range(80):
            values, groups = made(20, 6, 1.0, 1.0, seed)
            keep = np.random.default_rng(seed).random(len(values)) < 0.6
            found.append(split_variance(np.where(keep, values, np.nan), groups).ignorance)
        assert np.mean(found) == pytest.approx(1.0, abs=0.15)

    def test_one_run_per_model_leaves_luck_undefined(self) -> None:
        split = split_variance(*made(20, 1, 1.0, 1.0, 1))
        assert np.isnan(split.luck)
        assert np.isnan(split.share)

    def test_one_model_leaves_ignorance_undefined(self) -> None:
        split = split_variance(*made(1, 20, 1.0, 0.0, 1))
        assert split.luck > 0
        assert np.isnan(split.ignorance)

    def test_the_interval_of_the_share_holds_the_truth_most_times(self) -> None:
        splits = [split_variance(*made(40, 4, 1.0, 1.0, seed)) for seed in range(60)]
        assert np.mean([one.low <= 0.5 <= one.high for one in splits]) > 0.85


class TestOthers:
    def test_models_are_counted_by_the_mean_of_their_runs(self) -> None:
        gains = np.array([3.0, -1.0, -2.0, 1.0, 0.0, 0.0])
        found = better_in(gains, np.array([1, 1, 2, 2, 3, 3]))
        assert (found.share, found.models) == (1 / 3, 3)
        assert found.low < 1 / 3 < found.high

    def test_the_worst_runs_are_averaged_on_the_side_that_is_worse(self) -> None:
        values = np.arange(1.0, 101.0)
        assert expected_shortfall(values) == pytest.approx(98.0)
        assert expected_shortfall(values, higher_is_better=True) == pytest.approx(3.0)
        assert expected_shortfall(values[:30]) == pytest.approx((30 + 0.5 * 29) / 1.5)
        assert expected_shortfall(np.array([1.0, 2.0])) == 2.0


def models_file(folder: Path, alike: bool, mark: str | None = None) -> Path:
    """Write models that are all the defaults, or that differ in how people are aroused."""
    gains = np.full(12, 1.0) if alike else np.where(np.arange(12) % 2, 1.0, 0.01)
    usual = sim.load_scenario("analytics-outage").parameters
    values = np.outer(gains, [getattr(usual, name) for name in AROUSING])
    meta = {"names": list(AROUSING), "rules": mark or rules_mark(), "about": {}}
    file = folder / "plausible.npz"
    np.savez(file, meta=np.array(json.dumps(meta)), values=values,
             weights=np.full(12, 1 / 12))  # fmt: skip
    return file


def compared(monkeypatch: pytest.MonkeyPatch, file: Path, seeds: int) -> Ensemble:
    monkeypatch.setattr("sim.runs.plausible.SHIPPED", file)
    story = sim.load_scenario("analytics-outage", overrides=SMALL)
    return sim.compare(story, plans=PLANS, seeds=seeds, uncertain=True)


class TestComparisons:
    def test_models_that_are_all_alike_give_the_runs_of_the_defaults(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        found = compared(monkeypatch, models_file(tmp_path, alike=True), 24)
        usual = sim.compare(found.scenario, plans=PLANS, seeds=24)
        assert found.measures.equals(usual.measures)
        row = (
            uncertainty_of(found, "silence")
            .set_index(["plan", "measure"])
            .loc[("silence", "critical_posts_total")]
        )
        assert row["share_low"] == 0.0

    def test_models_that_differ_much_show_as_ignorance(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        found = compared(monkeypatch, models_file(tmp_path, alike=False), 24)
        table = uncertainty_of(found, "silence").set_index(["plan", "measure"])
        row = table.loc[("silence", "critical_posts_total")]
        assert row["share_low"] > 0.1
        assert (row["models"], row["runs"]) == (12, 24)

    def test_a_run_is_repeated_under_the_model_of_its_seed(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        found = compared(monkeypatch, models_file(tmp_path, alike=False), 4)
        found.to_netcdf(tmp_path / "kept.nc")
        runs = found.measures.set_index(["plan", "seed"])["critical_posts_total"]
        for ensemble in (found, Ensemble.from_netcdf(tmp_path / "kept.nc")):
            for seed in (0, 3):
                again = ensemble.record("silence", seed).measures
                assert again["critical_posts_total"] == runs[("silence", seed)]

    def test_models_that_do_not_fit_the_seeds_are_told_when_the_file_is_read(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        found = compared(monkeypatch, models_file(tmp_path, alike=False), 4)
        found.provenance["models"]["of_seeds"].pop()
        found.to_netcdf(tmp_path / "kept.nc")
        with pytest.raises(InputError, match="models and seeds do not fit"):
            Ensemble.from_netcdf(tmp_path / "kept.nc")

    def test_without_models_a_comparison_has_no_luck_to_tell(self) -> None:
        story = sim.load_scenario("analytics-outage", overrides=SMALL)
        usual = sim.compare(story, plans=PLANS[:1], seeds=1)
        assert models_of(usual) is None
        with pytest.raises(ValueError, match="uncertain=True"):
            uncertainty_of(usual, "silence")


class TestOtherCommands:
    def test_a_study_gives_each_pair_a_model_and_models_alike_change_nothing(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        study = load_study(str(written(tmp_path)))
        usual = run_study(study).runs.dataset
        monkeypatch.setattr("sim.runs.plausible.SHIPPED", models_file(tmp_path, alike=True))
        alike = run_study(study, uncertain=True)
        assert alike.runs.dataset.equals(usual)
        assert len(set(alike.provenance["models"]["of_pairs"])) == study.spec.pairs
        (tmp_path / "other").mkdir()
        other = models_file(tmp_path / "other", alike=False)
        monkeypatch.setattr("sim.runs.plausible.SHIPPED", other)
        assert not run_study(study, uncertain=True).runs.dataset.equals(usual)

    def test_a_study_tells_luck_from_ignorance_by_running_half_of_its_models_once_more(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        study = load_study(str(written(tmp_path)), seeds=12)
        monkeypatch.setattr("sim.runs.plausible.SHIPPED", models_file(tmp_path, alike=False))
        found = run_study(study, uncertain=True)
        assert found.again is not None
        assert found.again.sizes["seed"] == 6
        assert found.number == 4 * 18 * 3
        table = study_uncertainty(found)
        assert table is not None
        own = table[table["measure"] == "critical_posts_total"].set_index("plan")
        assert list(own.index) == ["words", "silence", "sorry"]
        assert (own[["models", "runs"]] == [12, 18]).to_numpy().all()
        assert own[["share_of_ignorance", "share_low", "share_high"]].notna().to_numpy().all()
        assert own["better_in"].isna().to_dict() == {
            "words": False, "silence": True, "sorry": False
        }  # fmt: skip
        assert study_uncertainty(run_study(study)) is None

    def test_variances_are_means_over_the_settings_of_a_study(self) -> None:
        values, groups = made(25, 3, 2.0, 1.0, 4)
        one, several = split_variance(values, groups), np.stack([values, values, 2.0 * values])
        both = split_variance(several, groups)
        assert both.luck == pytest.approx(2.0 * one.luck)
        assert both.ignorance == pytest.approx(2.0 * one.ignorance)
        assert (both.share, both.low) == pytest.approx((one.share, one.low))

    def test_a_study_that_draws_settings_of_its_own_is_refused(self) -> None:
        with pytest.raises(InputError, match="leave --uncertain out"):
            run_study(load_study("robust-ranking"), uncertain=True)

    def test_validation_draws_models_when_asked(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("sim.runs.plausible.SHIPPED", models_file(tmp_path, alike=False))
        asked = []
        monkeypatch.setattr("sim.validation.validate.verdicts_under",
                            lambda rows, pairs, draw: asked.append(draw[1]) or {})  # fmt: skip
        options = ValidationOptions(2, draws=3, uncertain=True)
        list(_verdicts(chosen_rows(["S5"]), options, Execution(workers=1), None))
        assert [sorted(values) for values in asked] == [sorted(AROUSING)] * 3


class TestModels:
    def test_seeds_are_spread_evenly_and_none_is_lost(self) -> None:
        models = PlausibleModels(tuple({"a": k} for k in range(30)), np.full(30, 1 / 30), "", {})
        for number, each in ((1, 1), (5, 2), (40, 2), (200, 6), (120, 4)):
            sizes = np.unique(list(spread_seeds(list(range(number)), models).model_of.values()),
                              return_counts=True)[1]  # fmt: skip
            assert sizes.sum() == number
            assert sizes.min() >= min(number, each)

    def test_weights_say_how_often_a_model_is_chosen(self) -> None:
        weights = np.array([0.5, 0.3, 0.2, 0.0])
        models = PlausibleModels(({}, {}, {}, {}), weights, "", {})
        assert np.bincount(models.chosen(10), minlength=4).tolist() == [5, 3, 2, 0]

    def test_values_that_a_scenario_gives_itself_stay(self) -> None:
        story = sim.load_scenario("analytics-outage", overrides={"parameters.voice": 0.5})
        changed = under(story, {"voice": 0.9, "calming": 0.123})
        assert (changed.parameters.voice, changed.parameters.calming) == (0.5, 0.123)

    def test_models_of_other_rules_are_used_with_a_warning(self, tmp_path: Path) -> None:
        with pytest.warns(OlderStockWarning, match="older than the present rules"):
            plausible_models(models_file(tmp_path, alike=True, mark="other"))

    def test_missing_models_are_refused_with_the_remedy(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="calibrate --posterior"):
            plausible_models(tmp_path / "none.npz")
