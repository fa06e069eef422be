def build(kit):
    return "paths.zip", kit.zip({"../../../../tmp/evil.ipynb": kit.notebook(("sch-cosine", kit.right("sch-cosine")))})
