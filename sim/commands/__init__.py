"""The commands, each a plain function over the public face; :mod:`sim.cli` gives them names.

What a command needs is imported inside it, so that ``shitstorm --help`` answers at once.
"""
