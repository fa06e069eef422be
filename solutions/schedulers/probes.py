"""Drivers of the schedulers: the family's own probes (`at_steps`, `curve`, `kinds_at_steps`) are all that most exercises need."""
