"""The figures below the chart: the plan against its rival, with intervals."""

from markupsafe import Markup

from sim.errors import Problem
from sim.lab.answers import Pairs
from sim.language.heard import problem_in
from sim.language.speech import Speech

ROWS = ("peak", "duration", "critical_posts_total", "customers_lost", "trust_left", "staff_hours")


def figures_html(
    pairs: Pairs | None, names: tuple[str, str], speech: Speech,
    progress: tuple[int, int] | None = None, behind: bool = False,
) -> Markup:  # fmt: skip
    """Return the table of figures, or how many of the first pairs are there.

    Figures that are ``behind`` belong to the state before, and are said to.
    """
    waiting = speech.say("lab.chart_waiting")
    if progress is not None:
        waiting = speech.say("lab.pairs_waiting", done=progress[0], first=progress[1])
    if pairs is None:
        return Markup('<p class="figures-note" data-testid="waiting">{}</p>').format(waiting)
    rows = Markup("").join(_row(name, pairs, speech) for name in ROWS)
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(text)
        for text in (*names, speech.say("lab.difference"), speech.say("lab.interval"),
                     speech.say("lab.pairs_with_less"))
    )  # fmt: skip
    note = speech.say("lab.figures_note", pairs=pairs.number, wanted=pairs.wanted)
    if behind:
        note = f"{waiting} {speech.say('lab.pairs_before')}"
    return Markup(
        '<table class="lab-figures" data-testid="figures"><thead><tr><th scope="col">{}</th>{}</tr>'
        '</thead><tbody>{}</tbody></table><p class="figures-note" data-testid="pairs" '
        'data-pairs="{}">{}</p>'
    ).format(speech.say("lab.measure"), head, rows, pairs.number, note)


def _row(name: str, pairs: Pairs, speech: Speech) -> Markup:
    figure = pairs.figures[name]
    cells = (
        speech.number(figure.plan),
        speech.number(figure.rival),
        speech.number(figure.mean, sign=True),
        speech.say("lab.from_to", low=speech.number(figure.low, sign=True),
                   high=speech.number(figure.high, sign=True)),
        speech.percent(figure.lower),
    )  # fmt: skip
    said = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
    return Markup('<tr data-testid="row-{}"><th scope="row">{}</th>{}</tr>').format(
        name, speech.say(f"lab.measure_{name}"), said
    )


def problems_html(problems: tuple[Problem, ...], message: str, speech: Speech) -> Markup:
    """Return what is wrong with the text, each mistake with its line."""
    parts = []
    if message:
        parts.append(Markup('<p class="notice" data-testid="message">{}</p>').format(message))
    if problems:
        parts.append(
            Markup('<p class="notice warn" data-testid="problems">{}</p>').format(
                speech.say("lab.problems", n=len(problems))
            )
        )
        parts += [Markup("<pre>{}</pre>").format(str(problem_in(each, speech.language)))
                  for each in problems[:8]]  # fmt: skip
        if len(problems) > 8:
            parts.append(Markup("<p>{}</p>").format(speech.say("lab.more_problems",
                                                              n=len(problems) - 8)))  # fmt: skip
    return Markup("").join(parts)
