def build(kit):
    return "twice.ipynb", kit.notebook(
        ("sch-cosine", "def cosine(lr0, lr_min, total, step):\n    return lr0\n"), ("sch-cosine", kit.right("sch-cosine"))
    )
