"""``python -m sim`` is ``shitstorm``."""

from sim.cli import main

main()
