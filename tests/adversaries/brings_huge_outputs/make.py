def build(kit):
    """Outputs are never read: the code alone is graded."""
    document = kit.document(("sch-cosine", kit.right("sch-cosine")))
    document["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "<b>" * 90}] * 10_000
    return "outputs.ipynb", kit.dump(document)
