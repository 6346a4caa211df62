"""For all tests: how long an example of a property test may take is no property of the code under test."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
