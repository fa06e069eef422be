def build(kit):
    return "huge.ipynb", b'{"nbformat": 4, "cells": [], "x": "' + b"x" * 6_000_000 + b'"}'
