def build(kit):
    cell = {"cell_type": "code", "input": kit.right("sch-cosine"), "metadata": {"nbgrader": {"grade_id": "sch-cosine"}}, "outputs": []}
    return "old.ipynb", kit.dump({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]})
