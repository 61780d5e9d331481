"""Laws are about values, not about how busy the machine is; a counterexample is printed so that it can be run again."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("truceline", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("truceline")
