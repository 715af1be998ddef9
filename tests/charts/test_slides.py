"""Every slide can be read: nothing overlaps, nothing leaves it, whatever is shown."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made_up import PEAKS, PromiseRecord, ensemble, record
from matplotlib.figure import Figure
from reading import outside, overlapping, texts

from sim.charts import compare_charts, run_charts, save
from sim.charts.differences import MOST_PLANS, differences
from sim.charts.graph import graph
from sim.charts.plans import MOST_PANELS, courses, plans
from sim.charts.storm import storm
from sim.charts.style import CAVEAT, box_of
from sim.charts.uncertainty import uncertainty
from sim.charts.wording import say, speaking
from sim.errors import OutputError
from sim.language.typesetting import Language
from sim.studies.luck_and_ignorance import uncertainty_of

MANY = [f"plan-{n}-with-a-name-that-never-ends-{n}-{'x' * 20}" for n in range(25)]
FEW = ["silence", "broken-promises", "honest-roadmap", "interim-updates"]
SHORT_PROMISES = [
    PromiseRecord(made, made + 20, outcome, made + 20)
    for made, outcome in zip(
        np.linspace(3, 200, 21), ["broken", "revised", "kept"] * 7, strict=True
    )
]
SMALL = {"size": 60}

STORMS: dict[str, Callable[[], Figure]] = {
    "as it happened": lambda: storm(record(**SMALL)),
    "no post, no word": lambda: storm(record(loudness=0.0, updates=None, promises=(), **SMALL)),
    "two days": lambda: storm(record(days=2.0, updates=2.0, **SMALL)),
    "seven hours": lambda: storm(record(days=0.3, **SMALL)),
    "thirty days, hundreds of acts": lambda: storm(record(days=30.0, updates=0.5, **SMALL)),
    "many promises": lambda: storm(record(promises=SHORT_PROMISES, **SMALL)),
    "long name": lambda: storm(record(plan=MANY[0][:60], **SMALL)),
    "loud as a hurricane": lambda: storm(record(loudness=900.0, **SMALL)),
    "hardly a post": lambda: storm(record(loudness=0.01, **SMALL)),
}
COMPARISONS: dict[str, Callable[[], Figure]] = {
    "plans: four": lambda: plans(ensemble(FEW, seeds=6)),
    "plans: six": lambda: plans(ensemble(list(PEAKS)[:6], seeds=3)),
    "plans: one, one seed": lambda: plans(ensemble(FEW[:1], seeds=1)),
    "plans: all alike": lambda: plans(ensemble(MANY[:6], seeds=3, days=2.0)),
    "plans: twelve": lambda: plans(ensemble(list(PEAKS), seeds=3)),
    "plans: too many": lambda: plans(ensemble(MANY, seeds=2, days=30.0)),
    "plans: no storm": lambda: plans(ensemble(FEW, seeds=3, loudness=0.0)),
    "differences: four": lambda: differences(ensemble(FEW, seeds=6)),
    "differences: one seed": lambda: differences(ensemble(FEW, seeds=1)),
    "differences: twelve": lambda: differences(ensemble(list(PEAKS), seeds=3)),
    "differences: too many": lambda: differences(ensemble(MANY, seeds=2, days=2.0), MANY[3]),
    "differences: no storm": lambda: differences(ensemble(FEW, seeds=3, loudness=0.0)),
    "differences: hurricane": lambda: differences(ensemble(FEW, seeds=3, loudness=900.0)),
    "differences: none": lambda: differences(ensemble(FEW[:1], seeds=2)),
}


def uncertain(plans: list[str], seeds: int, each: int) -> Figure:
    """Return the slide of made-up runs, so many seeds a model."""
    runs = ensemble(plans, seeds=seeds, days=2.0)
    runs.provenance["models"] = {"of_seeds": [seed // each for seed in range(seeds)]}
    return uncertainty(runs, uncertainty_of(runs, plans[0]), plans[0])


COMPARISONS |= {
    "uncertainty: four": lambda: uncertain(FEW, 12, 2),
    "uncertainty: too many": lambda: uncertain(MANY[:14], 4, 2),
    "uncertainty: one plan": lambda: uncertain(FEW[:1], 4, 2),
    "uncertainty: a run per model": lambda: uncertain(FEW, 4, 1),
}
GRAPHS: dict[str, Callable[[], Figure]] = {
    "graph: a few": lambda: graph(record(size=40)),
    "graph: no ties": lambda: graph(record(size=300, kind="none")),
    "graph: nobody speaks": lambda: graph(record(size=40, loudness=0.0)),
    "graph: two moments": lambda: graph(record(size=40), [("then", 3.0), ("now", 30.0)]),
}
SLIDES = STORMS | COMPARISONS | GRAPHS


@pytest.fixture(scope="module", params=SLIDES)
def slide(request: pytest.FixtureRequest) -> Figure:
    """Each kind of slide with each kind of data."""
    return SLIDES[request.param]()


class TestEverySlide:
    def test_no_two_texts_overlap(self, slide: Figure) -> None:
        assert overlapping(slide) == []

    def test_nothing_leaves_the_slide(self, slide: Figure) -> None:
        assert outside(slide) == []

    def test_has_the_size_of_a_slide(self, slide: Figure) -> None:
        assert slide.get_size_inches() == pytest.approx((13.333, 7.5))

    def test_says_what_it_found_and_that_it_is_no_forecast(self, slide: Figure) -> None:
        (title,), (source,) = texts(slide, "title"), texts(slide, "source")
        assert len(title) > 10
        assert CAVEAT in source
        assert "seed" in source
        assert slide.get_label().split() == title.split() or "…" in title


def test_classes_peak_and_moments_are_labelled_on_the_storm() -> None:
    labels = texts(storm(record(**SMALL)), "label")
    assert {"affected critics", "critics who join in", "defenders"} <= set(labels)
    assert any(label.startswith("peak ") for label in labels)
    assert {"incident Sun\u00a014:00", "repaired Fri\u00a004:00"} <= set(labels)


def test_promises_say_what_became_of_them() -> None:
    assert set(texts(storm(record(**SMALL)), "outcome")) == {"✗", "moved", "✓ kept"}


def test_the_highest_severity_is_always_numbered() -> None:
    run = record(**SMALL)
    assert str(run.series["severity"].max()) in texts(storm(run), "severity")


def test_of_too_many_plans_those_at_both_ends_are_shown() -> None:
    many = ensemble(MANY, seeds=1, days=2.0)
    assert len(texts(plans(many), "label")) == MOST_PANELS
    assert len(texts(differences(many, MANY[0]), "label")) == MOST_PLANS + 1


def test_single_pairs_are_not_called_sure() -> None:
    figure = differences(ensemble(FEW, seeds=1))
    assert texts(figure, "title") == ["One pair of runs cannot tell any plan from “silence”"]


def test_markup_and_strange_signs_are_shown_as_they_are(tmp_path: Path) -> None:
    figure = storm(record(title="$x^2$ 災 \n &<b>", **SMALL))
    assert texts(figure, "source")[0].endswith("· $x^2$ □ &<b>")
    save(figure, tmp_path, "storm")


def test_charts_of_a_run_and_of_a_comparison() -> None:
    assert list(run_charts(record(size=30))) == ["storm", "graph"]
    assert list(compare_charts(ensemble(FEW[:2], seeds=2))) == ["plans", "differences"]
    assert list(compare_charts(ensemble(FEW[:1], seeds=2))) == ["plans"]


def test_few_models_are_no_finding_and_one_run_each_leaves_luck_unknown() -> None:
    once = uncertain(FEW, 2, 1)
    assert texts(once, "title") == ["One run per model: luck unknown"]
    assert set(texts(once, "share")) == {"One run per model: luck unknown"}


def test_without_the_baseline_the_first_plan_is_compared_with() -> None:
    charts = compare_charts(ensemble(FEW[1:], seeds=2))
    assert "broken promises (mean) =" in texts(charts["differences"], "label")


def test_a_figure_says_whether_it_is_a_median_or_a_mean() -> None:
    many, one = ensemble(FEW, seeds=6), ensemble(FEW, seeds=1)
    assert sum(text.startswith("peak (median) ") for text in texts(plans(many), "label")) == 4
    assert not any("median" in text for text in texts(plans(one), "label"))
    assert "silence (mean) =" in texts(differences(many), "label")
    assert "silence =" in texts(differences(one), "label")


def test_the_marker_of_the_typical_peak_stands_where_the_line_is_highest() -> None:
    """Two afternoons of peaks have their median in the night, where the line is at zero."""
    for course in courses(ensemble(list(PEAKS), seeds=8)):
        assert course.peak_at == course.hours[int(course.median.argmax())]


def test_no_line_runs_across_the_plot_like_a_threshold() -> None:
    figure = plans(ensemble(FEW, seeds=6))
    box = box_of(figure.axes[0])
    leaders = [line for line in figure.lines if min(line.get_xdata()) < box.right]
    assert not leaders


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_panel_says_which_way_is_better_and_which_is_worse(language: Language) -> None:
    with speaking(language):
        ways = texts(differences(ensemble(FEW, seeds=6)), "way")
        words = [say(key) for key in ("better_left", "worse_right", "worse_left", "better_right")]
    assert [ways.count(word) for word in words] == [4, 4, 1, 1]


class TestFiles:
    def test_are_the_same_bytes_each_time(self, tmp_path: Path) -> None:
        for chart, figure in run_charts(record(size=200)).items():
            save(figure, tmp_path / "one", chart)
        for chart, figure in run_charts(record(size=200)).items():
            save(figure, tmp_path / "two", chart)
        for one in (tmp_path / "one").iterdir():
            assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes()

    def test_are_small_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        figures = run_charts(record()) | compare_charts(ensemble(list(PEAKS), seeds=3))
        paths = [path for stem, figure in figures.items() for path in save(figure, tmp_path, stem)]
        assert sorted(tmp_path.iterdir()) == sorted(paths)
        assert max(path.stat().st_size for path in paths) < 600_000

    def test_svg_carries_its_finding_and_no_date(self, tmp_path: Path) -> None:
        svg, _ = save(plans(ensemble(FEW, seeds=2)), tmp_path, "plans")
        root = ET.parse(svg).getroot()
        assert root.findtext("{http://www.w3.org/2000/svg}title", "").startswith("With “")
        assert "<dc:date>" not in svg.read_text(encoding="utf-8")

    def test_a_folder_that_cannot_be_written_is_an_output_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(OutputError, match="cannot write"):
            save(Figure(), tmp_path / "file", "plans")
