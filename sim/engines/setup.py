"""Build a run's initial state, from which both engines start, and its output at the end."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community.graphs import Ties, draw_ties
from sim.community.people import draw_people
from sim.engines.output import PEOPLE, Act, PromiseRecord, RunOutput
from sim.engines.previous_crisis import FinalPeople, after_earlier, gone_before
from sim.errors import InputError
from sim.scenario.schema import Community, Incident, Scenario
from sim.storm.chance import Purpose, stream_of, uniform
from sim.storm.company import Company, CompanyFacts
from sim.storm.ledger import COMPANY_STREAM, first_tick
from sim.storm.parameters import Parameters
from sim.storm.rhythm import summed
from sim.storm.rules.attention import ATTENTION_HOURS
from sim.storm.rules.promises import harm_seen
from sim.storm.series import blank_series, decode
from sim.storm.state import NEVER, CaseFacts, CompanyMessage, PageState, Tally, records

SPARE_MESSAGES = 64
PRESS_STREAM = -2
"""The "person" whose stream is the chance of the press."""


@dataclass(slots=True)
class RunState:
    """A run's arrays, which the engine changes tick by tick, and the company that acts in it."""

    scenario: Scenario
    seed: int
    people: NDArray[Any]
    ties: Ties
    case: NDArray[Any]
    page: NDArray[Any]
    tally: NDArray[Any]
    messages: NDArray[Any]
    parameters: NDArray[Any]
    rhythm: NDArray[np.float64]
    office: NDArray[np.float64]
    past: NDArray[np.float64]
    """Visible critical posts at the beginning of each tick by span, shape (ticks + 1, 3)."""
    series: NDArray[Any]
    company: Company
    acts: list[Act]
    left: NDArray[np.int64]
    """Whoever had left in an earlier crisis, as changes of stance at tick 0."""

    @property
    def ticks(self) -> int:
        """Ticks of the run."""
        return self.scenario.ticks

    @property
    def remark_at(self) -> int:
        """The tick of the company's remark that is the incident, NEVER if it is none."""
        incident = self.scenario.incident
        return int(self.case["incident"][0]) if incident and incident.remark else NEVER

    @property
    def staff_hours(self) -> float:
        """Hours of the team that its acts, and its answers to single complaints, took."""
        answers, pace = int(self.page["answers"][0]), self.scenario.company.private_answers_per_hour
        private = float(self.page["private_work"][0])
        return self.company.staff.hours_used + (answers / pace if answers else 0.0) + private


@dataclass(frozen=True, slots=True)
class Population:
    """The people and ties of one seed, drawn once, as they are the same for every plan."""

    people: NDArray[Any]
    ties: Ties


def draw_population(scenario: Scenario, seed: int) -> Population:
    """Draw the people and ties of a seed, or of the community's own seed if it has one."""
    born = scenario.community.seed if scenario.community.seed is not None else seed
    number = scenario.community.people + scenario.community.outsiders
    ties = draw_ties(number, scenario.community.ties, born)  # first: drawing them takes memory
    return Population(draw_people(scenario, seed, ties), ties)


def build_state(
    scenario: Scenario,
    plan: str,
    seed: int,
    population: Population | None = None,
    final_people: FinalPeople | None = None,
) -> RunState:
    """Build what a run of this plan and seed starts from.

    ``final_people`` runs the scenario's earlier crisis, if it has one. Raises ``InputError`` if
    there is one and it is not given.
    """
    steps = scenario.steps(plan)
    start = population or draw_population(scenario, seed)
    people = start.people.copy() if population else start.people
    parameters = parameter_record(scenario.parameters)
    if scenario.earlier is not None:
        if final_people is None:
            raise InputError("a scenario with an earlier crisis cannot be used here")
        after_earlier(scenario, seed, people, parameters, final_people)
    repaired = draw_repair(scenario, seed)
    rhythm, office = summed(scenario.clock.start_hours, scenario.ticks, scenario.hours_per_tick)
    case = _case(scenario, repaired, seed)
    page = records(PageState, 1)
    page["newest"] = -1
    page["pinned"] = -1
    page["answering"] = -1
    page["promise"] = -1
    page["evidence"] = -1
    page["spoke_at"] = -NEVER
    page["article_due"] = NEVER
    page["news"] = case["incident"]
    page["article_last"] = -NEVER
    return RunState(
        scenario=scenario,
        seed=seed,
        people=people,
        ties=start.ties,
        case=case,
        page=page,
        tally=records(Tally, 1),
        messages=records(CompanyMessage, SPARE_MESSAGES),
        parameters=parameters,
        rhythm=rhythm,
        office=office,
        past=np.zeros((scenario.ticks + 1, len(ATTENTION_HOURS))),
        series=blank_series(scenario.ticks),
        company=Company(_facts(scenario, repaired, seed), steps),
        acts=[],
        left=gone_before(people),
    )


def parameter_record(parameters: Parameters) -> NDArray[Any]:
    """Return the parameters as one record of floats."""
    names = list(Parameters.model_fields)
    record = np.zeros(1, np.dtype([(name, "f8") for name in names], align=True))
    for name in names:
        record[name] = getattr(parameters, name)
    return record


def draw_repair(scenario: Scenario, seed: int) -> float:
    """Draw when the failure is repaired, in hours since the start, infinite if there is none."""
    from scipy.special import ndtri  # noqa: PLC0415

    incident = scenario.incident
    if incident is None or incident.repair is None:
        return math.inf
    repair = incident.repair
    draw = uniform(stream_of(seed, COMPANY_STREAM), 0, int(Purpose.REPAIR))
    took = repair.median * math.exp(repair.spread * float(ndtri(max(draw, LEAST_DRAW))))
    return scenario.moment_hours(incident.at) + max(took, repair.at_least)


def draw_fading(scenario: Scenario, seed: int) -> float:
    """Draw how fast interest in this matter fades, against the usual one (median 1)."""
    from scipy.special import ndtri  # noqa: PLC0415

    p = scenario.parameters
    draw = uniform(stream_of(seed, COMPANY_STREAM), 0, int(Purpose.MATTER))
    return math.exp(p.matter_spread * float(ndtri(max(draw, LEAST_DRAW))))


LEAST_DRAW = 1e-12
"""Draw from which its normal quantile stays finite."""


def _case(scenario: Scenario, repaired: float, seed: int) -> NDArray[Any]:
    """Return the facts of the run as a record."""
    incident, media, company = scenario.incident, scenario.media, scenario.company
    hours = scenario.hours_per_tick
    facts: dict[str, Any] = {
        "ticks": scenario.ticks,
        "tick_hours": hours,
        "incident": NEVER,
        "repaired": first_tick(repaired, hours),
        "contagion": int(scenario.page.contagion),
        "press_stream": stream_of(seed, PRESS_STREAM),
        "fades": draw_fading(scenario, seed),
        "answers_each": company.private_answers_per_hour,
        "people": scenario.community.people + scenario.community.outsiders,
        "answers_per_hour": company.staff * company.private_answers_per_hour,
    }
    if incident is not None:
        facts |= {
            "incident": math.floor(scenario.moment_hours(incident.at) / hours + 1e-9),
            "lasting": int(incident.repair is not None),
            "severity": incident.severity,
            "harm": _harm(incident, scenario.community),
            "fault": incident.fault,
            "outrage_share": incident.outrage_share,
            "outrage_strength": incident.outrage_strength,
            "first_posts": incident.first_posts,
        }
    if media is not None:
        facts |= {
            "articles_at": media.articles_at,
            "articles_most": media.max_articles,
            "outsiders_reached": media.outsiders_reached,
        }
    case = records(CaseFacts, 1)
    for name, value in facts.items():
        case[name] = value
    return case


def _harm(incident: Incident, community: Community) -> float:
    """Return how bad the failure looks to those whom it spares: nothing where nothing fails."""
    if incident.repair is None:
        return 0.0
    share = incident.affected * community.customers
    if incident.affected_people is not None:
        share = incident.affected_people / community.people
    return harm_seen(incident.severity, share)


def _facts(scenario: Scenario, repaired: float, seed: int) -> CompanyFacts:
    """Return the facts that the company's run depends on."""
    incident, company = scenario.incident, scenario.company
    return CompanyFacts(
        seed=seed,
        started=scenario.clock.start_hours,
        tick_hours=scenario.hours_per_tick,
        incident=scenario.moment_hours(incident.at) if incident else 0.0,
        repaired=repaired,
        median=incident.repair.median if incident and incident.repair else 0.0,
        spread=incident.repair.spread if incident and incident.repair else 0.0,
        staff=company.staff,
        optimism=company.optimism,
        learns=company.learns,
        looks_every=company.looks_every,
    )


def close(state: RunState, people: NDArray[Any], stances: NDArray[np.integer[Any]]) -> RunOutput:
    """Return the output of a run whose last tick is over."""
    scenario, company = state.scenario, state.company
    hours = scenario.hours_per_tick
    end = scenario.ticks * hours
    company.ledger.settle(scenario.ticks)
    repaired = company.facts.repaired
    incident = scenario.incident
    return RunOutput(
        hours_per_tick=hours,
        ticks=scenario.ticks,
        series=decode(state.series, len(people)),
        acts=state.acts,
        promises=[
            PromiseRecord(promise.made, promise.deadline, promise.outcome, promise.settled)
            for promise in company.ledger.promises
        ],
        people={column.name: kept(people[column.name]) for column in PEOPLE},
        stances=np.vstack([state.left, stances]) if len(state.left) else stances,
        ties=(state.ties.start, state.ties.friends),
        repaired_at=repaired if repaired <= end else None,
        incident_at=scenario.moment_hours(incident.at) if incident else None,
        staff_hours=state.staff_hours,
        articles=int(state.page["articles"][0]),
        private_cases=int((people["private_since"] > 0).sum()),
        complaints=int(state.page["complaints"][0]),
        answers=int(state.page["answers"][0]),
        answers_in_time=int(state.page["answers_in_time"][0]),
    )


CROWD = 50_000
"""People from which on what is kept of them stays where it is: a copy would take more."""


def kept(column: NDArray[Any]) -> NDArray[Any]:
    """Return a column of records to keep: a copy, or for a crowd the column itself."""
    return column.copy() if len(column) < CROWD else column
