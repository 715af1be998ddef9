"""A plan looks the same everywhere, and plans can be told apart, also in grey."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from sim.charts import palette
from sim.charts.palette import PLANS, SEVERITY, look, looks

NAMES = st.text(alphabet="abcdefgh-", min_size=1, max_size=20)


def lightness(colour: str) -> float:
    """From 0 (black) to 1, as the eye weighs colours."""
    red, green, blue = (((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return float((0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 2.4))


@given(st.lists(NAMES | st.sampled_from(list(PLANS)), unique=True, max_size=20))
def test_plans_of_one_chart_all_look_different(names: list[str]) -> None:
    assert len(set(looks(names).values())) == len(names)


def test_a_plan_looks_the_same_whichever_others_are_shown() -> None:
    names = ["plan-a", "plan-b", "silence", "honest-roadmap", "our-own-idea"]
    for name in names:
        assert looks([name])[name] == look(name) == looks(names)[name]


def test_the_order_of_plans_does_not_matter() -> None:
    names = ["x", "y", "z", "silence"]
    assert looks(names) == looks(reversed(names))


def test_known_plans_keep_their_looks_beside_unknown_ones() -> None:
    names = [*PLANS, *(f"unknown-{number}" for number in range(100))]
    shown = looks(names)
    assert all(shown[name] == PLANS[name] for name in PLANS)


def test_the_looks_of_a_few_plans_stay_as_they_are() -> None:
    assert look("broken-promises").colour == "#D55E00"
    assert look("honest-roadmap").colour == "#0072B2"
    assert look("our-own-idea") == look("our-own-idea")


def test_known_plans_differ_without_any_colour() -> None:
    marks = [(own.line, own.marker) for own in PLANS.values()]
    assert len(set(marks)) == len(marks)
    assert len({own.marker for own in PLANS.values()}) == len(PLANS)


def test_no_marker_points_to_a_side() -> None:
    shown = looks([*PLANS, *(f"unknown-{number}" for number in range(200))]).values()
    assert not {own.marker for own in shown} & set("<>3412")


def test_severity_darkens_with_every_level() -> None:
    steps = [lightness(colour) for colour in SEVERITY]
    assert len(steps) == 7
    assert all(before - after > 0.05 for before, after in pairwise(steps))


def test_classes_stacked_on_each_other_differ_in_grey() -> None:
    assert lightness(palette.BANDWAGON) - lightness(palette.AFFECTED) > 0.2


def test_colours_differ() -> None:
    assert all(one != other for one, other in combinations(palette.COLOURS, 2))
