def build(kit):
    document = kit.document(("sch-cosine", "x"))
    document["cells"][0]["source"] = 7
    return "number.ipynb", kit.dump(document)
