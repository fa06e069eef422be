def build(kit):
    return "wide.ipynb", kit.notebook(("sch-cosine", kit.right("sch-cosine"))).decode().encode("utf-16")
