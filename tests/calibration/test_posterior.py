"""A posterior of the rules: its parts where the truth is known, and the whole on made-up rows."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest

from sim.calibration.figure_emulators import FigureEmulators, fit_figures
from sim.calibration.posterior import PosteriorOptions, RulesPosterior, find_posterior
from sim.calibration.posterior_checks import diagnose_posterior, ranks_of_truths, sensitivities
from sim.calibration.posterior_file import load_posterior, save_posterior
from sim.calibration.prior import Prior
from sim.calibration.row_figures import NOT_FITTED, SUMMARIES, row_figure
from sim.calibration.slices import elliptical_slices
from sim.calibration.windows import Windows
from sim.errors import InputError
from sim.runs.plausible import plausible_models
from sim.runs.runner import Execution
from sim.validation.findings import frequency, ordering, ratio, window
from tests.calibration.made_up import SPACE, VOICE, rows

FEW_MOVES = 300
OPTIONS = PosteriorOptions(waves=(40, 20), repeats=3, checked=4, checked_pairs=3, spread=0.3)


def emulators(weights: np.ndarray, errors: float = 0.5) -> FigureEmulators:
    """Return linear emulators; weights of coordinates have the shape (parameters, figures)."""
    figures = weights.shape[1]
    both = np.vstack((weights, np.zeros_like(weights)))
    names = tuple(f"F{k}/0" for k in range(figures))
    even = np.full(figures, errors)
    return FigureEmulators(names, np.zeros(figures), both, even, np.ones(figures), 0 * even)


class TestPrior:
    def test_coordinates_of_a_prior_are_those_of_its_values(self) -> None:
        prior = Prior(SPACE, 0.3)
        points = np.clip(prior.design(32, seed=1), -2.0, 2.0)
        again = prior.coordinates_of(prior.values_at(points))
        assert again == pytest.approx(points, abs=0.02)  # values have four digits

    def test_fewer_sets_of_a_design_are_the_first_of_more(self) -> None:
        prior = Prior(SPACE, 0.3)
        assert (prior.design(50, seed=1)[:20] == prior.design(20, seed=1)).all()

    def test_the_middle_of_the_prior_is_the_defaults(self) -> None:
        (values,) = Prior(SPACE, 0.05).values_at(np.zeros((1, 3)))
        assert values["leaving"] == pytest.approx(0.5)


class TestFigures:
    def test_a_share_is_judged_by_itself_a_window_by_its_value_a_verdict_as_it_is(self) -> None:
        chance = np.random.default_rng(1).normal(size=8)
        share = row_figure("A", 0, ordering("more", chance + 0.5, np.zeros(8), "1"))
        assert (share.lowest, share.highest) == (0.9, np.inf)
        assert share.value == np.mean(chance > -0.5)
        assert share.luck == pytest.approx(share.value * (1 - share.value) / 7)
        often = row_figure("A", 0, frequency("often", chance > 0, 0.8))
        assert (often.value, often.lowest) == (np.mean(chance > 0), 0.8)
        inside = row_figure("A", 0, window("level", chance, (0.0, 3.0), "1"))
        assert (inside.value, inside.lowest, inside.highest) == (chance.mean(), 0.0, 3.0)
        twice = row_figure("A", 0, ratio("twice", 2.0 * chance, chance, (1.0, 3.0)))
        assert (twice.value, twice.lowest, twice.highest) == (pytest.approx(2.0), 1.0, 3.0)
        nothing = row_figure("A", 0, ratio("none", chance, 0.0 * chance, (1.0, 3.0)))
        assert np.isnan(nothing.value)


class TestEmulators:
    def test_a_sparse_figure_is_found_and_its_luck_is_no_error(self) -> None:
        chance = np.random.default_rng(2)
        points = chance.standard_normal((160, 30))
        truth = 2.0 * points[:, 3] - points[:, 7] + 0.5 * points[:, 3] ** 2
        seen = truth + chance.normal(0, 1.0, 160)
        fitted = fit_figures(points, {"one": seen}, {"one": 1.0}, seed=1)
        fresh = chance.standard_normal((2000, 30))
        real = 2.0 * fresh[:, 3] - fresh[:, 7] + 0.5 * fresh[:, 3] ** 2
        wrong = float((fitted.predict(fresh)[:, 0] - real).std())
        assert wrong < 0.6
        assert fitted.errors[0] == pytest.approx(wrong, rel=0.5)
        assert fitted.luck[0] == pytest.approx(1.0)

    def test_a_figure_of_luck_alone_is_predicted_by_its_mean(self) -> None:
        chance = np.random.default_rng(3)
        seen = chance.standard_normal(100)
        fitted = fit_figures(chance.standard_normal((100, 20)), {"one": seen}, {"one": 1.0}, 1)
        assert not fitted.weights.any()
        assert fitted.intercepts[0] == pytest.approx(seen.mean())

    def test_figures_known_in_too_few_sets_are_left_out(self) -> None:
        points = np.random.default_rng(4).standard_normal((60, 5))
        few = np.where(np.arange(60) < 10, 1.0, np.nan)
        fitted = fit_figures(points, {"one": points[:, 0], "few": few}, {}, 1)
        assert fitted.names == ("one",)


class TestSampler:
    def test_a_gaussian_posterior_has_its_mean_and_spread(self) -> None:
        chance = np.random.default_rng(5)
        seen, error = np.array([1.5, -1.0, 0.0]), np.array([0.5, 1.0, 3.0])
        drawn = elliptical_slices(
            lambda points, _: -0.5 * (((points - seen) / error) ** 2).sum(axis=1),
            chance.standard_normal((500, 3)), 60, 10, chance,
        ).reshape(-1, 3)  # fmt: skip
        variance = 1.0 / (1.0 + 1.0 / error**2)
        assert drawn.mean(axis=0) == pytest.approx(variance * seen / error**2, abs=0.06)
        assert drawn.std(axis=0) == pytest.approx(np.sqrt(variance), rel=0.06)

    def test_each_chain_is_judged_by_its_own_data(self) -> None:
        chance = np.random.default_rng(6)
        seen = np.repeat([-2.0, 2.0], 100)
        drawn = elliptical_slices(
            lambda points, which: -0.5 * ((points[:, 0] - seen[which]) / 0.1) ** 2,
            chance.standard_normal((200, 1)), 80, 5, chance,
        )  # fmt: skip
        means = drawn.mean(axis=0)[:, 0]
        assert means[:100].max() < 0 < means[100:].min()


def windows(astray_free: bool = False) -> Windows:
    """Return a window of two bounds, and one of one bound."""
    weights = np.array([[1.0, 0.5], [0.0, 1.0], [0.0, 0.0]])
    return Windows(emulators(weights), np.array([-0.5, 0.0]), np.array([0.5, np.inf]), np.ones(2))


class TestWindows:
    def test_observations_come_as_often_as_their_probability_says(self) -> None:
        chance = np.random.default_rng(7)
        seen = windows()
        truths = np.tile([[0.7, -1.2, 0.0]], (20_000, 1))
        made = seen.made(truths, chance)
        beyond = np.exp(replace(seen, beyond=np.ones(2)).each(truths[:1]))[0, 1]
        assert made.beyond[:, 1].mean() == pytest.approx(beyond, abs=0.02)
        centres = (made.low[:, 0] + made.high[:, 0]) / 2
        for centre in (-1.0, 0.0, 1.0):  # the density of windows is their chance over their width
            one = replace(seen, low=np.array([centre - 0.5, 0.0]), high=np.array([centre + 0.5, 1]))
            density = np.mean(np.abs(centres - centre) < 0.1) / 0.2
            assert density == pytest.approx(np.exp(one.each(truths[:1]))[0, 0], abs=0.03)

    def test_a_figure_that_fails_everywhere_does_not_rule(self) -> None:
        hopeless = replace(windows(), low=np.array([50.0, 0.0]), high=np.array([51.0, np.inf]))
        levels = hopeless.each(np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]]))[:, 0]
        assert abs(levels[1] - levels[0]) < 0.1


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> RulesPosterior:
    """A posterior of made-up rows, one of them impossible."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.calibration.row_figures.answers_of", answers)
        patch.setattr("sim.calibration.posterior.MOVES", FEW_MOVES)
        where = Execution(workers=1, folder=tmp_path_factory.mktemp("log"))
        return find_posterior(rows("S1", "L1", "L3"), Prior(SPACE, 0.3), OPTIONS, where)


def answers(cache: Any) -> Mapping[str, float]:
    """Return made-up results instead of runs of the case."""
    return {name: cache.parameters["leaving"] + k for k, name in enumerate(SUMMARIES + NOT_FITTED)}


class TestWhole:
    def test_sets_move_to_where_the_rows_hold(self, found: RulesPosterior) -> None:
        voices = [one["voice"] for one in found.prior.values_at(found.coordinates)]
        prior = [one["voice"] for one in found.prior.values_at(found.prior.design(256, 1))]
        middle = np.mean(VOICE)
        assert abs(np.median(voices) - middle) < abs(np.median(prior) - middle)
        leaves = [one["leaving"] for one in found.prior.values_at(found.coordinates)]
        assert np.mean(np.array(leaves) > 0.5) > 0.8  # half of the prior

    def test_checked_sets_are_those_of_the_posterior(self, found: RulesPosterior) -> None:
        assert len(found.checked) == OPTIONS.checked
        assert (found.checked[0].coordinates == found.coordinates[0]).all()
        assert set(found.checked[0].verdicts) == {"S1", "L1", "L3"}

    def test_a_file_holds_all_of_it(self, found: RulesPosterior, tmp_path: Path) -> None:
        file = tmp_path / "plausible.npz"
        save_posterior(found, file, {"command": "shitstorm calibrate --posterior"})
        again, models = load_posterior(file), plausible_models(file)
        assert again.central == found.central
        assert len(models.sets) == len(found.coordinates)
        assert models.sets[3] == found.prior.values_at(found.coordinates)[3]
        assert models.mark == found.rules
        assert [one.verdicts for one in again.measured] == [one.verdicts for one in found.measured]

    def test_a_damaged_file_is_refused_with_the_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "some.npz").write_text("nothing")
        for read in (load_posterior, plausible_models):
            with pytest.raises(InputError, match="shitstorm calibrate --posterior"):
                read(tmp_path / "some.npz")
            with pytest.raises(InputError, match="shitstorm calibrate --posterior"):
                read(tmp_path / "none.npz")

    def test_the_same_folder_goes_on_with_more_sets(self, tmp_path: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sim.calibration.row_figures.answers_of", answers)
            patch.setattr("sim.calibration.posterior.MOVES", FEW_MOVES)
            few = replace(OPTIONS, waves=(30,), checked=0)
            where = Execution(workers=1, folder=tmp_path)
            first = find_posterior(rows("S1"), Prior(SPACE, 0.3), few, where)
            more = find_posterior(rows("S1"), Prior(SPACE, 0.3), replace(few, waves=(36,)), where)
        assert [one.figures for one in more.measured[:33]] == [
            one.figures for one in first.measured
        ]


class TestChecks:
    @pytest.fixture(autouse=True)
    def _fewer_moves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sim.calibration.posterior_checks.MOVES", FEW_MOVES)
        monkeypatch.setattr("sim.calibration.posterior_checks.SPREAD_DRAWS", 1000)

    def test_ranks_are_even_where_sampler_and_likelihood_agree(self, found: RulesPosterior) -> None:
        ranks = ranks_of_truths(replace(found, windows=windows()), 200)
        for name in ("voice", "calming"):
            assert kstest(ranks[name], "uniform").pvalue > 0.001

    def test_ranks_tell_a_likelihood_that_counts_twice(self, found: RulesPosterior) -> None:
        """Switch the check on to a fault that it has to find: windows four times as sure."""
        sharp = windows()
        broken = replace(sharp, power=6.0)
        ranks = ranks_of_truths(replace(found, windows=broken), 200)
        assert kstest(ranks["voice"], "uniform").pvalue < 0.001

    def test_what_tells_a_parameter_is_named(self, found: RulesPosterior) -> None:
        told = sensitivities(replace(found, windows=windows()))["told_by"]
        assert told["voice"] == "rows"
        assert told["leaving"] == "prior"

    def test_all_checks_of_a_posterior(self, found: RulesPosterior) -> None:
        diagnosis = diagnose_posterior(found, 60)
        assert set(diagnosis.ranks) == {*found.prior.names, *SUMMARIES}
        shares = diagnosis.rows
        assert shares.loc["L3", "real"] == 0.0
        assert shares.loc["L1", "sets"] == OPTIONS.checked
        assert shares.loc["L3", "emulated"] < 0.1
        assert diagnosis.not_fitted.loc["waves", "real_median"] > 0
