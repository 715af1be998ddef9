"""Other tools on the same machine, each with the workload that it can do.

None of them has the rules of this model, so what is compared is people × ticks per second,
with what happens in a tick said beside it. Tools that are not installed are left out.
"""

import warnings
from typing import Any

from sim.engines import compiled
from sim.scenario import load_scenario
from tests.benchmarks.case import STORM, ticks_of
from tests.benchmarks.measuring import Line, Lines, Work, medians

PEOPLE, TIES, TICKS = 1800, 8, 168
INSTALL = "pip install 'shitstorm-sim[bench]'"


def lines(quick: bool) -> Lines:
    """Speed of each, and how many times faster this model runs with all of its rules."""
    scenario = load_scenario(STORM[0])
    ours: dict[str, Work] = {"ours": ticks_of(compiled.CompiledEngine, scenario, STORM[1])}
    medians(ours, 1)
    rate = PEOPLE * scenario.ticks / medians(ours, 25)["ours"]
    yield Line(f"this model, all rules, {PEOPLE:,} people", f"{rate / 1e6:.0f} M/s")
    for tool, (workload, work) in PEERS.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                peer = PEOPLE * TICKS / medians({tool: work}, 5)[tool]
        except ImportError as missing:
            yield Line(f"{tool}: {workload}", f"skipped ({missing}); {INSTALL}")
            continue
        measured = f"{peer / 1e6:.2g} M/s; this model {rate / peer:,.0f} ×"
        yield Line(f"{tool}: {workload}", measured)


def graph() -> Any:
    """Who knows whom in all of these."""
    import networkx as nx

    return nx.barabasi_albert_graph(PEOPLE, TIES, seed=1)


def mesa_storm() -> Any:
    """A plain Mesa model, written as its tutorial writes one."""
    from tests.benchmarks.plain_mesa import Spreading

    model = Spreading(graph(), seed=1)
    return lambda: [model.step() for _ in range(TICKS)]


def ndlib_sir() -> Any:
    """NDlib's own SIR model."""
    from ndlib.models.epidemics import SIRModel
    from ndlib.models.ModelConfig import Configuration

    model, settings = SIRModel(graph(), seed=1), Configuration()
    for name, value in (("beta", 0.02), ("gamma", 0.03), ("fraction_infected", 0.02)):
        settings.add_model_parameter(name, value)
    model.set_initial_status(settings)
    return lambda: model.iteration_bunch(TICKS, node_status=False)


def starsim_sir() -> Any:
    """Starsim's own SIR model."""
    import starsim as ss

    simulation = ss.Sim(
        n_agents=PEOPLE,
        networks=ss.RandomNet(n_contacts=2 * TIES),
        diseases=ss.SIR(beta=0.02, init_prev=0.02),
        dur=TICKS,
        verbose=0,
        rand_seed=1,
    )
    simulation.init()
    return simulation.run


ON = f"{PEOPLE:,} people, {TICKS} ticks, {TIES} ties per person"
PEERS: dict[str, tuple[str, Work]] = {
    "mesa": (f"{ON}; exposure by friends, speaking out, defending, calming down", mesa_storm),
    "ndlib": (f"{ON}; its SIR: caught from friends, then immune", ndlib_sir),
    "starsim": (f"{ON} (drawn anew each tick); its SIR: caught, then immune", starsim_sir),
}
