"""`python -m grader.cli` is `allclose`."""

from grader.cli import main

main()
