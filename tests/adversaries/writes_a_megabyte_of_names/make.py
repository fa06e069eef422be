def build(kit):
    """It is charged to its cell or refused with a sentence; it never becomes a fault of the grader."""
    lines = ["import torch as a0"] + [f"a{i + 1} = a{i}" for i in range(5_000)]
    return "names.ipynb", kit.notebook(("bn-forward-train", "\n".join(lines)))
