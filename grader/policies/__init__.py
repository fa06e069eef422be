"""From scores to marks: pure arithmetic. One rule, one module in `rules`; `course` reads settings, `marks` and `total` put rules together.

A share is a number from 0 to 1. Late never raises, an extension never lowers, a better score never lowers: tests hold these laws.
"""
