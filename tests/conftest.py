"""For all tests: how long an example of hypothesis takes says how busy the machine is, not whether the law holds."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
