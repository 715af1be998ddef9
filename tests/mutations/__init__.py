"""An attack on everything that is read: ``python -m tests.mutations --count 10000 --seed 1``."""
