"""The jail, seen from the trusted side: start it, fork a child, ask it, kill it."""

from grader.sandbox.child import Child, ChildDied, ChildFailure, ChildLied, ChildTimeout
from grader.sandbox.jail import Jail
from grader.sandbox.limits import Limits

__all__ = ["Child", "ChildDied", "ChildFailure", "ChildLied", "ChildTimeout", "Jail", "Limits"]
