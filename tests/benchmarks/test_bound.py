"""The bound of the benchmarks counts what a run needs, and leaves the rules as they were."""

import math

from sim.compiling import compiled
from sim.engines import compiled as engine
from sim.storm import posting
from sim.storm.state import PersonState, records
from tests.agreement.storms import WATCHING, small_storm
from tests.benchmarks.bound import bare_loop, bare_work, need_of

STORM = small_storm(WATCHING, people=60, days=1.0)


def test_what_a_run_needs_is_counted_alike_each_time() -> None:
    need, again = need_of(STORM, "talk", 3), need_of(STORM, "talk", 3)
    assert need.touched.tolist() == again.touched.tolist()
    assert (need.draws, need.exps, need.logs) == (again.draws, again.exps, again.logs)
    posts = engine.run(STORM, "talk", 3).series["critical_posts"].sum()
    assert len(need.touched) > posts > 0
    assert need.people > need.touched.max() >= 0
    assert min(need.draws, need.exps, need.logs) > 100


def test_counting_leaves_the_rules_as_they_were() -> None:
    before = math.exp, posting.uniform, posting.deliver
    need_of(STORM, "silence", 1)
    assert (math.exp, posting.uniform, posting.deliver) == before


def test_the_bare_loop_does_just_what_is_needed() -> None:
    need = need_of(STORM, "silence", 1)
    people = records(PersonState, need.people)
    total = compiled(bare_loop)(people, need.touched, need.draws, need.exps, need.logs)
    assert people["wakes"].sum() == len(need.touched)
    assert 0.0 < total < math.inf
    assert bare_work(need)()() == total
