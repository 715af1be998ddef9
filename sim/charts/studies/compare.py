"""Plans side by side: median and span of every measure, a row per plan."""

from matplotlib.figure import Figure

from sim.charts.labels import Box, height_of, wrap
from sim.charts.studies.parts import draw_spans, name_rows, plan_looks, study_slide
from sim.charts.style import MARGIN, SMALL, WIDTH, panel, write
from sim.language.spoken import SPEECH, say
from sim.language.typesetting import UNBROKEN
from sim.results.comparing import SPREAD
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.spec import StudySpec
from sim.studies.statistics import capital, phrase

_TOP, _BOTTOM, _GAP, _VALUE = 5.1, 0.75, 0.3, 0.68
MOST_MEASURES = 5


def compare(spec: StudySpec, runs: StudyRuns, finding: StudyFinding) -> Figure:
    """Draw the slide of a comparison, the best plan on top."""
    figure = study_slide(spec, runs, finding, say("studies.compare_shows"))
    order, measures = finding.chart_data["order"], spec.measures[:MOST_MEASURES]
    left = name_rows(figure, [spec.label_of(plan) for plan in order], _TOP, _BOTTOM)
    wide, chosen = (WIDTH - MARGIN - left) / len(measures), plan_looks(spec)
    for place, measure in enumerate(measures):
        edge = left + place * wide
        box = Box(edge + _GAP, _BOTTOM, edge + wide - _VALUE, _TOP)
        lines = _heading(measure, wide - 0.2)
        for up, line in enumerate(reversed(lines)):
            y = _TOP + 0.18 + up * height_of(1, SMALL)
            write(figure, box.left, y, line, SMALL, weight="bold", gid="head", va="baseline")
        rows = runs.dataset[measure].sel(plan=order).quantile(list(SPREAD.values()), dim="seed")
        spans = rows.to_numpy().T
        highest = 1.12 * (float(spans[:, 2].max()) or 1.0)
        draw_spans(panel(figure, box), spans, [chosen[plan] for plan in order], highest)
    return figure


def _heading(measure: str, wide: float) -> list[str]:
    """Return a measure's heading on two lines at most, a shorter one where its phrase is long."""
    speech = SPEECH.get()
    short = speech.name("measures", measure, "short")
    heading, unit = (speech.name("measures", measure, f"heading{part}") for part in ("", "_unit"))
    every = [phrase(measure), *([] if short == measure else [short])]
    every += [] if heading == measure else [f"{heading} ({UNBROKEN.join(unit.rsplit(' ', 1))})"]
    fitting = (wrap(capital(text), SMALL, wide, 2, "bold") for text in every)
    whole = (lines for lines in fitting if not lines[-1].endswith("…"))
    return next(whole, wrap(capital(every[0]), SMALL, wide, 2, "bold"))
