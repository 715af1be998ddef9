"""The commands: plain functions over the public functions, named by :mod:`sim.cli`.

A command imports inside itself what it needs, so that ``shitstorm --help`` answers at once.
"""
