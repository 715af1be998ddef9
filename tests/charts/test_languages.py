"""Slides in other languages: no English is left, nothing overlaps, nothing leaves them."""

from collections.abc import Callable

import pytest
from made_up import PEAKS, ensemble, record
from matplotlib.figure import Figure
from reading import outside, overlapping, texts

from sim.charts.differences import differences
from sim.charts.graph import graph
from sim.charts.plans import plans
from sim.charts.storm import storm
from sim.charts.wording import speaking

FEW = ["silence", "broken-promises", "honest-roadmap", "interim-updates"]
MANY = [plan for plan in PEAKS if "-and-" not in plan and "-with-" not in plan]
SLIDES: dict[str, Callable[[], Figure]] = {
    "storm": lambda: storm(record(size=60)),
    "nothing said": lambda: storm(record(loudness=0.0, updates=None, promises=(), size=60)),
    "two days": lambda: storm(record(days=2.0, updates=2.0, size=60)),
    "graph": lambda: graph(record(size=60)),
    "plans": lambda: plans(ensemble(FEW, seeds=3)),
    "plans: ten": lambda: plans(ensemble(MANY, seeds=2)),
    "differences": lambda: differences(ensemble(FEW, seeds=3)),
    "differences: one seed": lambda: differences(ensemble(FEW, seeds=1)),
}
ENGLISH = {"the", "with", "and", "of", "hour", "people", "runs", "peak", "Mon", "Wed", "by"}
NAMES = ("The Sunday without data",)
"""What stays as its author wrote it."""


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("slide", SLIDES)
def test_slides_speak_their_language(slide: str, language) -> None:
    with speaking(language):
        figure = SLIDES[slide]()
    assert not overlapping(figure)
    assert not outside(figure)
    assert not any("…" in line for line in texts(figure, "shows")), "what is shown is told whole"
    said = " ".join(texts(figure))
    for name in NAMES:
        said = said.replace(name, "")
    assert not ENGLISH & set(said.replace("\u00a0", " ").split())
