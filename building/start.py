"""Begin the folder that runs without Python: the command, or a worker that it has started."""

from multiprocessing import freeze_support

from sim.cli import main

if __name__ == "__main__":
    freeze_support()
    main()
