"""What all tests share: property tests without a deadline, the same examples in every run.

``THOROUGH=20 pytest`` looks at new examples, and at twenty times as many.
"""

from hypothesis import HealthCheck, settings

from tests.thorough import THOROUGH

settings.register_profile(
    "as often as asked",
    deadline=None,
    max_examples=60 * THOROUGH,
    derandomize=THOROUGH == 1,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("as often as asked")
