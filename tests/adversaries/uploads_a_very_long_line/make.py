def build(kit):
    return "line.ipynb", kit.notebook(("sch-cosine", "x = '" + "y" * 200_000 + "'"))
