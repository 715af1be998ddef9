"""Validation rows on single answers, words and promises (N1–N9, N23)."""

from typing import Any

import numpy as np

from sim.runs.cache import RunCache
from sim.runs.summary import RunSummary, measured
from sim.scenario.schema import Scenario
from sim.validation.findings import Finding, Values, effect, ratio, reported_ratio, window
from sim.validation.registry import CASE, row
from sim.validation.reply_rows import LARGE_TEAM, MONDAY
from sim.validation.spreading_rows import posts

Steps = list[dict[str, Any]]

SOME_AFFECTED = 40
"""People affected by a complaint of ordinary times, in N1."""
ANSWERED: dict[str, Any] = {"do": "individual-answers", "at": "+0h", "share": 1.0}
SORRY: dict[str, Any] = {**ANSWERED, "admits": 1.0, "empathy": 0.8}
MONEY: dict[str, Any] = {"do": "compensation", "at": "+3h", "value": 0.5, "public": True}
FIXED: dict[str, Any] = {"do": "fixed-notice", "when": "fixed == 1"}


def planned(cache: RunCache, name: str, steps: Steps, **changes: Any) -> Scenario:
    """Return a shipped scenario with the one plan "plan". Keys of changes have "__" for "."."""
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    plans = {"plan": {"summary": "As the row asks.", "steps": steps}}
    return cache.story(name, {**dotted, "plans": plans})


NEAR_NOTHING = (-0.5, 0.5)
"""Times: as good as none. The source has −0.63 (standard error 1.06) beside 3.12 posts."""


@row("N1", "Public answers to complaints draw comments, money more so, an apology none",
     "J. Research in Interactive Marketing 20(3) 2026: +3.12 (1.03), +4.24 (1.40), −0.63 (1.06)",
     cheap=False)  # fmt: skip
def public_answers(cache: RunCache) -> Finding:
    """Let a matter concern 40 people of the single complaint, with a large team, and answer every
    complaint for all to see (half within 46 min). Critical posts have to rise with the answers,
    and further with a compensation offered in public at the same time. Answers that apologise must
    draw fewer posts than money, and may add or spare at most half of what answers draw."""
    silent, answered, sorry, paid = (
        posts(cache.runs(planned(cache, "single-complaint", steps, company__staff=LARGE_TEAM,
                                 incident__affected_people=SOME_AFFECTED), "plan"))
        for steps in ([], [ANSWERED], [SORRY], [ANSWERED, MONEY])
    )  # fmt: skip
    return Finding.of(
        effect("critical posts, answered against silence", answered, silent, "posts"),
        effect("critical posts, answers and money against answers", paid, answered, "posts"),
        effect("critical posts, with money against with an apology", paid, sorry, "posts"),
        ratio("posts that an apology adds, over those that answers draw", sorry - answered,
              answered - silent, NEAR_NOTHING, rough=cache.rough),
    )  # fmt: skip


@row("N2", "Longer exchanges publicise complaints",
     "Golmohammadi et al. 2021, J. Marketing 85(6); 375 firms", cheap=False)  # fmt: skip
def long_exchanges(cache: RunCache) -> Finding:
    """Answer the single complaint once on the page (Mon 10:00), or three times (and at 12:00 and
    14:00). The three have to reach more people, as an effect. An exchange with one author cannot be
    expressed: turns are words on the page."""
    turns: Steps = [{"do": "acknowledgement", "at": f"Mon {hour}:00"} for hour in (10, 12, 14)]
    once, thrice = (
        measured(cache.runs(planned(cache, "single-complaint", turns[:n]), "plan"), "reached")
        for n in (1, 3)
    )
    return Finding.of(effect("people reached, three turns against one", thrice, once, "people"))


MOST_TWICE = 100
"""Runs of two crises, at most."""


@row("N3", "Those who were answered trust more, and complain more the next time",
     "Ma, Sun & Kekre 2015, Marketing Science 34(5); 714 customers", cheap=False)  # fmt: skip
def answered_before(cache: RunCache) -> Finding:
    """Let the people of the case go through the same crisis 90 days earlier, with every complaint
    answered by a large team or none. Then run it under silence. After answers mean trust at the
    start has to be higher, and so have critical posts in all, each as an effect. Posts are those of
    everybody, since who was answered is not recorded."""
    plans = {"silence": {"summary": "No word.", "steps": []},
             "answers": {"summary": "All are answered.", "steps": [ANSWERED]}}  # fmt: skip
    ignored, answered = (
        cache.few(cache.story(CASE, {"plans": plans, "company.staff": LARGE_TEAM,
                                     "earlier": {"plan": plan, "days": 90.0}}),
                  "silence", MOST_TWICE)
        for plan in ("silence", "answers")
    )  # fmt: skip
    before, after = (np.array([run.trust[0] for run in runs]) for runs in (ignored, answered))
    return Finding.of(
        effect("trust at the next start, answered against not", after, before, "1"),
        effect("critical posts next time, answered against not", posts(answered), posts(ignored),
               "posts"),
    )  # fmt: skip


ANSWERED_AT, LOOKED_AT = "Mon 18:00", 54.0
"""Hour of the answer in N5, and hours from the start to a day later."""
WITHDRAWN = (1.5, 2.5)


@row("N5", "An apology makes twice as many fall silent as money",
     "Abeler et al. 2010, Econ. Letters 107: 45 % against 21–23 %", cheap=False)  # fmt: skip
def apology_or_money(cache: RunCache) -> Finding:
    """Run the case with an apology on Monday 18:00, with half the damage paid to those affected and
    not in public, and with neither. Take how many critics fewer there are 24 h later than with
    neither: apology over compensation has to be 1.5–2.5. Private answers cannot carry money, so
    both are messages on the page."""
    steps: tuple[Steps, ...] = (
        [],
        [{"do": "apology", "at": ANSWERED_AT}],
        [{"do": "compensation", "at": ANSWERED_AT, "value": 0.5}],
    )
    neither, sorry, paid = (
        np.array([critics_at(run, LOOKED_AT)
                  for run in cache.runs(planned(cache, CASE, plan), "plan")])
        for plan in steps
    )  # fmt: skip
    return Finding.of(
        ratio("critics silenced, apology over money", neither - sorry, neither - paid, WITHDRAWN,
              rough=cache.rough),
        effect("critics a day later, neither against apology", neither, sorry, "people"),
        effect("critics a day later, neither against money", neither, paid, "people"),
    )  # fmt: skip


def critics_at(run: RunSummary, hours: float) -> float:
    """Return the number of critics at a time, in hours since the start."""
    return float(run.critics[round(hours / run.hours_per_tick)])


FAST, SLOW = "6min", "2h"
LATE_WORTH = (-np.inf, 0.25)


@row("N6", "A single answer lives on a clock of minutes",
     "Huang et al. 2018 (sponsor: the platform): +20 $ under 6 min, +2.33 $ over an hour",
     cheap=False)  # fmt: skip
def clock_of_minutes(cache: RunCache) -> Finding:
    """Move the case to a Monday and let a large team answer every complaint, half of them within
    6 min or within 2 h. The trust of those affected at the end has to gain against no answers, and
    the gain of slow answers has to be at most 25 % of that of fast ones."""
    none, fast, slow = (
        np.array([run.trust_of_affected for run in cache.runs(_answers_within(cache, span),
                                                              "plan")])
        for span in (None, FAST, SLOW)
    )  # fmt: skip
    return Finding.of(
        effect("trust of affected, fast answers against none", fast, none, "1"),
        ratio("gain of slow answers over that of fast ones", slow - none, fast - none, LATE_WORTH,
              rough=cache.rough),
    )  # fmt: skip


def _answers_within(cache: RunCache, span: str | None) -> Scenario:
    """Return the case on a Monday with every complaint answered in this time, None for never."""
    steps = [] if span is None else [{**ANSWERED, "within": span}]
    plans = {"plan": {"summary": "As the row asks.", "steps": steps}}
    return cache.story(CASE, {**MONDAY, "company.staff": LARGE_TEAM, "plans": plans})


ON_TIME, HALF_A_DAY_LATER = "Mon 12:00", "Tue 00:00"
REPAIRED = "21.5h"
"""From the incident on Sunday 14:00: half an hour before Monday 12:00."""
NO_MORE = (-2.0, 2.0)


@row("N7", "Keeping a promise counts, exceeding it adds nothing", "Gneezy & Epley 2014",
     cheap=False)  # fmt: skip
def exceeded_promise(cache: RunCache) -> Finding:
    """Let the repair be done on Monday 11:30, with one promise on Sunday 16:00: for Monday 12:00,
    or for twelve hours later. The mean trust of those affected three days after the incident must
    not differ by more than 2 %."""
    kept, exceeded = (
        np.array([run.trust_of_affected for run in cache.runs(planned(
            cache, CASE, [{"do": "promise", "at": "Sun 16:00", "deadline": due}],
            clock__days=3, incident__repair={"median": REPAIRED, "spread": 0.0}), "plan")])
        for due in (ON_TIME, HALF_A_DAY_LATER)
    )  # fmt: skip
    change = 100.0 * (exceeded / kept - 1.0)
    return Finding.of(
        window("change of trust, 12 h early against on time", change, NO_MORE, "%",
               rough=cache.rough)
    )  # fmt: skip


OPTIMISTIC, CAUTIOUS = "Mon 18:00", "Sat 12:00"
PROMISED_AT, BEFORE_DUE = 4.0, 28.0
"""Hours from the start to the promise, and to two hours before the optimistic time."""


@row("N8", "A fast promise calms at first and costs customers in the end",
     "Cui et al. 2024, MSOM 26; 212,340 orders", cheap=False)  # fmt: skip
def fast_promise(cache: RunCache) -> Finding:
    """Run the case with one promise on Sunday 16:00: an optimistic one (Monday 18:00), which is
    missed, or a cautious one (Saturday 12:00), which is kept. Critical posts of the first 24 h
    have to be fewer with the optimistic one, and more customers lost at the end, each as an
    effect."""
    fast, slow = (
        cache.runs(planned(cache, CASE, [{"do": "promise", "at": "Sun 16:00", "deadline": due},
                                         FIXED]), "plan")
        for due in (OPTIMISTIC, CAUTIOUS)
    )  # fmt: skip
    early_fast, early_slow = (
        np.array([run.posts(PROMISED_AT, BEFORE_DUE) for run in runs]) for runs in (fast, slow)
    )
    lost_fast, lost_slow = (measured(runs, "customers_lost") for runs in (fast, slow))
    return Finding.of(
        effect("posts of the first 24 h, cautious against optimistic", early_slow, early_fast,
               "posts"),
        effect("customers lost, optimistic against cautious", lost_fast, lost_slow, "people"),
    )  # fmt: skip


WAITING_DAYS = 4
"""Days of the case that end while the failure lasts."""
UPDATES: dict[str, Any] = {"do": "interim-update", "at": "Sun 16:00", "every": "6h",
                           "until": "fixed"}  # fmt: skip
EXPLAINED: dict[str, Any] = {"do": "explanation", "at": "Sun 16:00"}
NOT_BETTER = (-np.inf, 1.1)


@row("N9", "Updates and an explanation help, both together no more",
     "Hogreve et al. 2017, JAMS 45", cheap=False)  # fmt: skip
def both_no_more(cache: RunCache) -> Finding:
    """Run four days of the case, which end before the repair, with updates every six hours, an
    explanation, both, or nothing. Each alone has to leave those affected with less grievance, as
    an effect. What both spare must be at most 1.1 times what the better one spares."""
    nothing, updates, explained, both = (
        _grievance(cache, steps) for steps in ([], [UPDATES], [EXPLAINED], [EXPLAINED, UPDATES])
    )
    better = min((updates, explained), key=lambda one: float(one.mean()))
    return Finding.of(
        effect("grievance of affected, nothing against updates", nothing, updates, "1"),
        effect("grievance of affected, nothing against explanation", nothing, explained, "1"),
        ratio("spared by both over the better one", nothing - both, nothing - better, NOT_BETTER,
              rough=cache.rough),
    )  # fmt: skip


def _grievance(cache: RunCache, steps: Steps) -> Values:
    """Return the grievance of those affected after four days, per run."""
    runs = cache.runs(planned(cache, CASE, steps, clock__days=WAITING_DAYS), "plan")
    return np.array([run.grievance_of_affected for run in runs])


REMOVED_AT, REMOVED_HOURS = "Mon 18:00", 30.0
SOFTENED = (0.6, 0.95)


@row("N23", "An explanation with a removal makes authors offend less again",
     "Jhaver et al. 2019, CSCW; 32 M posts", cheap=False)  # fmt: skip
def explained_removal(cache: RunCache) -> Finding:
    """Run the case without a word and delete all visible critical posts once, Monday 18:00, where
    nobody but their authors notices. The critical posts of the next 24 h, explained in full over
    unexplained, have to be 0.6–0.95. Reported: unexplained over no removal. Posts are those of
    everybody, since who lost one is not recorded."""
    kept, silent, explained = (_after_removal(cache, degree) for degree in (None, 0.0, 1.0))
    return Finding.of(
        ratio(
            "posts after, explained over silent removal",
            explained,
            silent,
            SOFTENED,
            rough=cache.rough,
        ),
        reported_ratio("posts after, silent removal over none", silent, kept),
    )


def _after_removal(cache: RunCache, explained: float | None) -> Values:
    """Return the critical posts of the day after the removal, None for no removal."""
    removal = {"do": "deletion", "at": REMOVED_AT, "share": 1.0, "explained": explained}
    steps = [] if explained is None else [removal]
    runs = cache.runs(planned(cache, CASE, steps, parameters__deletion_noticed=0.0), "plan")
    return np.array([run.posts(REMOVED_HOURS, REMOVED_HOURS + 24.0) for run in runs])
