"""A hand-written C++ twin of the compiled engine: the yardstick that it is held against.

Every file of ``sim/storm`` with rules that run in a tick has a header here of the same
name, with the same functions in the same words; ``compiled.cpp`` is the tick itself. The
layout of records is generated from ``sim/storm/state.py``. A changed rule has to be changed
here too: ``tests/benchmarks/test_twin.py`` asks for the same bits.
"""
