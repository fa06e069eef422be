def build(kit):
    document = kit.document(("sch-cosine", kit.right("sch-cosine")), ("test_curve", "1"), ("test_curve", "2"))
    text = {"cell_type": "markdown", "id": "sch-cosine", "metadata": {"nbgrader": {"grade_id": "sch-cosine"}}, "source": "the answer"}
    document["cells"].append(text)
    return "ids.ipynb", kit.dump(document)
