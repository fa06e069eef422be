"""The hidden suites of model selection keep their promises."""

from tests.content.depth import suite_tests

suite, test_suite_keeps_its_promises, test_suite_kills_its_mutants = suite_tests("model-selection")
