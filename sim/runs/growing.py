"""A resumable run on all plans of its scenario, which can begin with the steps of one of them."""

from sim.engines.compiled import CompiledEngine, final_people
from sim.engines.resumable import UNWRITTEN, Checkpoint, ResumableRun
from sim.engines.setup import Population, build_state
from sim.runs.replanning import Steps, replan
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

    @classmethod
    def standing_at(
        cls, scenario: Scenario, seed: int, checkpoint: Checkpoint, steps: Steps | None = None
    ) -> "GrowingRun":
        """Return a run that goes on from a checkpoint, with other steps from there if given.

        The steps must not differ from those of the checkpoint before its moment.
        """
        run = cls.__new__(cls)
        run.scenario, run.seed = scenario, seed
        run.restore(checkpoint)
        if steps is not None:
            replan(run._engine, steps)
        return run

    @property
    def company(self) -> Company:
        """The company that carries out the plan."""
        return self._engine.state.company
