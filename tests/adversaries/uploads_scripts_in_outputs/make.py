def build(kit):
    document = kit.document(("sch-cosine", kit.right("sch-cosine")))
    evil = "<script>alert('LEAK')</script><img src=x onerror=alert(1)>"
    document["cells"][0]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": evil, "image/svg+xml": evil}}]
    document["cells"].append({"cell_type": "markdown", "metadata": {}, "source": evil, "attachments": {"a.svg": {"image/svg+xml": evil}}})
    return "scripts.ipynb", kit.dump(document)
