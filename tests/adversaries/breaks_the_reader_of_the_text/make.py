def build(kit):
    """Five thousand brackets: the parser gives up, the judge does not."""
    return "deep.ipynb", kit.notebook(("bn-forward-train", "x = " + "(\n" * 5_000 + "1" + ")\n" * 5_000))
