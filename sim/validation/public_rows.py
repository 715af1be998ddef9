"""Validation rows on rumours, the tone, the press and who tells whom (N10–N24)."""

import numpy as np

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.runs.cache import RunCache
from sim.runs.summary import measured
from sim.scenario.schema import Scenario
from sim.validation.answer_rows import planned
from sim.validation.findings import (
    Finding,
    Values,
    effect,
    ratio,
    reported,
    reported_ratio,
    window,
)
from sim.validation.registry import CASE, HAPPENED, row
from sim.validation.spread_rows import VIRAL, complaints, storms

MOST_RUMOURS = 200
"""Runs of the rumour, with its 75,000 people, at most. On 40 the change has no sign for sure."""
MOST_LEAKS = 40
"""Runs of the leak, with its 38,000 people, at most."""
DENIED = {"Sat 11:30": 3.5, "Sat 21:30": 13.5, "Mon 09:30": 49.5}
"""Times of the denial 2, 12 and 48 h after the picture, with their hours since the start."""
TWO_DAYS = 48.0
WEAKENED, UNCHANGED = (-57.5, -16.5), (-10.0, 10.0)
"""Per cent of posts: the source's −46 % and −22 %, a quarter to either side, and about none."""


@row("N10", "Evidence under a false post works early, and after two days no more",
     "Slaughter et al. 2025, PNAS 122(38): reposts −46 %, replies −22 % within 48 h",
     cheap=False)  # fmt: skip
def evidence_in_time(cache: RunCache) -> Finding:
    """Deny the false rumour with good evidence (0.9) 2, 12 or 48 h after the picture. Compare the
    critical posts of the next 48 h with those of the same hours under silence (at most 200 runs,
    judged by the figure alone). After 2 h they have to be 16.5–57.5 % fewer and after 48 h to
    differ by at most 10 %. The reduction after 12 h has to be larger than after 48 h, as an
    effect."""
    changes = [_change(cache, at, hours) for at, hours in DENIED.items()]
    at_once, later, late = changes
    return Finding.of(
        ratio("change of posts, denied after 2 h", *at_once, WEAKENED, "%", rough=True),
        ratio("change of posts, denied after 48 h", *late, UNCHANGED, "%", rough=True),
        effect(
            "change of posts, 48 h against 12 h", _in_per_cent(*late), _in_per_cent(*later), "%"
        ),
        reported_ratio("change of posts, denied after 12 h", *later, "%"),
    )


def _in_per_cent(difference: Values, usual: Values) -> Values:
    """Return a hundredfold difference over the mean of what is usual, one value a run.

    Good for a sign alone: for an interval of the ratio the mean is not sure enough.
    """
    return np.asarray(difference / (float(usual.mean()) or np.nan))


def _change(cache: RunCache, at: str, hours: float) -> tuple[Values, Values]:
    """Return a hundred times the change of posts in the 48 h after a denial, and those of silence.

    One over the other is the change in per cent.
    """
    denial = {"do": "denial", "at": at, "evidence": 0.9}
    story = planned(cache, "false-rumour", [denial])
    denied, silent = (
        np.array([run.posts(hours, hours + TWO_DAYS) for run in runs])
        for runs in (
            cache.few(story, "plan", MOST_RUMOURS),
            cache.few(cache.story("false-rumour"), "silence", MOST_RUMOURS),
        )
    )
    return 100.0 * (denied - silent), silent


ORDINARY_DEFENCE = (1.0, 10.0)


@row("N14", "In ordinary times 1–10 % of comments defend", "Ammann, Hoyer et al. 2025: mean 5 %",
     cheap=False)  # fmt: skip
def ordinary_defence(cache: RunCache) -> Finding:
    """Run the complaints of S16 and take the weeks of those that do not go viral, ten per pair. Of
    all posts of fans 1–10 % have to defend the company. In a week without any complaint nobody can
    defend: the model has no attacks on other matters."""
    shares = []
    runs = complaints(cache)
    each = len(runs) // cache.pairs
    for begin in range(0, len(runs), each):
        calm = [run for run in runs[begin : begin + each]
                if run.measures["critics_bandwagon"] < VIRAL]  # fmt: skip
        defending = sum(float(run.defending.sum()) for run in calm)
        others = sum(float(run.critical.sum()) + run.ordinary_posts for run in calm)
        shares.append(defending / (defending + others) if defending + others else np.nan)
    return Finding.of(
        window("posts that defend", 100.0 * np.array(shares), ORDINARY_DEFENCE, "%",
               rough=cache.rough)
    )  # fmt: skip


SHORT_PATH, BROADCAST = (-np.inf, 3.0), (50.0, np.inf)


@row("N18", "Most people hear from page, company or press, and chains are short",
     "Goel et al. 2016, Mgmt Sci. 62; 10⁹ events", cheap=False)  # fmt: skip
def short_chains(cache: RunCache) -> Finding:
    """Run varied triggers with the press, take storms of at least 30 critical posts, and follow how
    people learnt of the matter. The median number of people who passed it on before has to be at
    most 3, and page, company or press must have told at least half of those who were told, each
    storm counting alike. Reported: the same for the case as it happened."""
    spread = storms(cache, press=True)
    case = cache.runs(cache.story(CASE), HAPPENED)
    paths, case_paths = (np.array([run.path for run in runs]) for runs in (spread, case))
    told, case_told = (100.0 * np.array([run.broadcast for run in runs]) for runs in (spread, case))
    return Finding.of(
        window("people who passed it on, median", paths, SHORT_PATH, "people", rough=cache.rough),
        window("told by page, company or press", told, BROADCAST, "%", rough=cache.rough),
        reported("people who passed it on, median, the case", case_paths, "people"),
        reported("told by page, company or press, the case", case_told, "%"),
    )


QUOTING = (
    "data-leak",
    "merger-protest",
    "excluded-profession",
)
"""Scenarios with a press, each run under its honest roadmap."""
MOST_PRESS = 200
HALF = (40.0, 60.0)


@row("N20", "About half of the articles quote the company",
     "Einwiller et al. 2017: 130 firestorms in the news in 16 months", cheap=False)  # fmt: skip
def quoted(cache: RunCache) -> Finding:
    """Run three scenarios with a press under their honest roadmap, at most 200 times each. Of all
    articles 40–60 % have to quote the company, judged by the figure alone."""
    seeds = list(cache.seeds())[:MOST_PRESS]
    jobs = [(cache.story(name), seed) for name in QUOTING for seed in seeds]
    articles = cache.over(lambda job: _articles(*job), jobs)
    pooled = np.array([100.0 * quote for run in articles for quote in run])
    return Finding.of(
        window("articles that quote the company", pooled, HALF, "%", rough=True),
        reported("articles per run", np.array([float(len(run)) for run in articles]), "articles"),
    )


def _articles(story: Scenario, seed: int) -> list[int]:
    """Run an honest roadmap and return for every article 1 if it quotes the company."""
    engine = CompiledEngine(build_state(story, "honest-roadmap", seed), log_stances=False)
    hour = max(1, round(1.0 / story.hours_per_tick))
    quotes: list[int] = []
    for tick in range(0, story.ticks, hour):
        run_ticks(engine, tick, min(story.ticks, tick + hour))
        if int(engine.world.page.articles) > len(quotes):
            quotes.append(int(engine.world.page.quoted))
    return quotes


FEW_OUTLETS, MANY_OUTLETS = 3, 12
MUCH_MORE = (2.0, np.inf)


@row("N21", "The first three outlets matter little, those from the fourth on much",
     "Stäbler & Fischer 2020, J. Marketing 84(3): 1,054 events, 77 outlets",
     cheap=False)  # fmt: skip
def outlets(cache: RunCache) -> Finding:
    """Run the data leak under silence with no article, up to three, and up to twelve (at most 40
    runs each). The loss of mean trust per article from the fourth on has to be at least twice that
    per article of the first three, judged by the figure alone, and more as an effect."""
    none, few, many = (
        cache.few(cache.story("data-leak", {"media.max_articles": most}), "silence", MOST_LEAKS)
        for most in (0, FEW_OUTLETS, MANY_OUTLETS)
    )
    t_none, t_few, t_many = (measured(runs, "trust_left") for runs in (none, few, many))
    a_few, a_many = (measured(runs, "articles") for runs in (few, many))
    first = 1000.0 * (t_none - t_few) / np.where(a_few > 0, a_few, np.nan)
    later = 1000.0 * (t_few - t_many) / np.where(a_many > a_few, a_many - a_few, np.nan)
    return Finding.of(
        effect("trust lost per article, from the fourth on against before", later, first,
               "thousandths"),
        ratio("the same, as a ratio", later, first, MUCH_MORE, rough=True),
        reported("articles, where up to twelve may appear", a_many, "articles"),
    )  # fmt: skip


HARSHNESS = (0.4, 0.8)
UPTAKE = (-np.inf, 1.5)


@row("N24", "Harsher words are taken up more, but not by much",
     "Rathje 2021: +67 % odds of sharing per term; Robertson 2023: +2.3 % clicks per word",
     cheap=False)  # fmt: skip
def harsher_words(cache: RunCache) -> Finding:
    """Run the complaints of S16 with a harshness of 0.4 and of 0.8. Doubled harshness must
    raise the share of complaints that any other person joins by a factor of at most 1.5.
    Reported: the number of others who join."""
    mild, harsh = (
        measured(complaints(cache, {"parameters.first_posts_harshness": tone}),
                 "critics_bandwagon")
        for tone in HARSHNESS
    )  # fmt: skip
    return Finding.of(
        ratio("complaints that others join, harsh over mild", 1.0 * (harsh >= 1),
              1.0 * (mild >= 1), UPTAKE, rough=cache.rough),
        reported_ratio("others who join, harsh over mild", harsh, mild),
        reported("complaints that others join, mild", 100.0 * (mild >= 1), "%"),
    )  # fmt: skip
