def build(kit):
    """Nothing in the notebook decides what is checked: cells of ours are taken from ours."""
    document = kit.document(
        ("sch-cosine", "def cosine(lr0, lr_min, total, step):\n    return lr0\n"), ("sch-cosine-example", "example = None")
    )
    document["cells"][0]["metadata"]["nbgrader"].update(points=1000, grade=True, locked=True, solution=False, checksum="0")
    document["cells"][1]["cell_type"] = "markdown"
    document["metadata"]["allclose"] = {"assignment": "schedulers", "score": "4", "points": "1000"}
    return "edited.ipynb", kit.dump(document)
