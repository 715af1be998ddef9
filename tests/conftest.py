"""What all tests share: property tests without a deadline, the same examples in every run.

``pytest --hypothesis-profile=search`` looks for new examples, and for many more of them.
"""

from hypothesis import HealthCheck, settings

UNHURRIED = [HealthCheck.too_slow]

settings.register_profile(
    "lean",
    deadline=None,
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=UNHURRIED,
)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=UNHURRIED
)
settings.load_profile("lean")
