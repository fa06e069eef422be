def build(kit):
    """Leading white space and a script in the first key: valid JSON, and a browser that guesses would run it."""
    document = {"<script>LEAK</script>": "", **kit.document(("sch-cosine", kit.right("sch-cosine")))}
    return "page.html.ipynb", b"\n\n" + kit.dump(document)
