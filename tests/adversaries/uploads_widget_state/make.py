def build(kit):
    document = kit.document(("sch-cosine", kit.right("sch-cosine")))
    document["metadata"] = {"kernelspec": {"name": "../../bin/sh", "argv": ["sh"]}, "widgets": {"state": {"x": "<script>LEAK</script>"}}}
    return "widgets.ipynb", kit.dump(document)
