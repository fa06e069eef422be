"""Grade numerical code, and say which mistake it is."""

__version__ = "0.1.0"
