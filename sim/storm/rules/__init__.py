"""The rules: short scalar functions, each one statement about people, with its source.

Hours are hours, rates are per hour unless said otherwise, feelings and shares lie in 0–1.
The Mesa engine calls these functions as plain Python and the other engine compiles them. They
use only arithmetic, ``math.exp`` and ``math.log``, so that both give the same bits.

Numbers that can move results are parameters (``sim/storm/parameters``). The others are
constants beside their rule. Evidence and its sureness: ``sim/MODEL.md``.
"""

from sim.storm.rules.attention import *  # noqa: F403
from sim.storm.rules.feelings import *  # noqa: F403
from sim.storm.rules.interest import *  # noqa: F403
from sim.storm.rules.judging import *  # noqa: F403
from sim.storm.rules.press import *  # noqa: F403
from sim.storm.rules.promises import *  # noqa: F403
from sim.storm.rules.reading import *  # noqa: F403
from sim.storm.rules.stances import *  # noqa: F403
from sim.storm.rules.visits import *  # noqa: F403
