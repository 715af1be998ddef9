"""``python -m sim`` is ``shitstorm``."""

from sim.cli import main

if __name__ == "__main__":  # not in the processes that a study starts
    main()
