"""A resumable run on all plans of its scenario, which can begin with the steps of one of them."""

from sim.engines.compiled import CompiledEngine, final_people
from sim.engines.resumable import UNWRITTEN, ResumableRun
from sim.engines.setup import Population, build_state
from sim.scenario.schema import Plan, Scenario
from sim.storm.company import Company


class GrowingRun(ResumableRun):
    """One run that is carried out piece by piece, and begins with the steps of a plan.

    It keeps the other plans of its scenario, as an earlier crisis may name one.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        plan: str | None = None,
        population: Population | None = None,
        log_stances: bool = True,
    ) -> None:
        """Begin with the steps of a plan, or with none, on the people of this seed."""
        if plan is None:
            plan = UNWRITTEN
            empty = Plan(summary="Written while the storm goes on.")
            scenario = scenario.model_copy(update={"plans": {**scenario.plans, plan: empty}})
        self.scenario = scenario
        self.seed = seed
        self.tick = 0
        state = build_state(scenario, plan, seed, population, final_people)
        self._engine = CompiledEngine(state, log_stances)

    @property
    def company(self) -> Company:
        """The company that carries out the plan."""
        return self._engine.state.company
