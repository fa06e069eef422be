def build(kit):
    data = bytearray(kit.zip({"a.ipynb": kit.notebook(("sch-cosine", kit.right("sch-cosine")))}))
    data[60:90] = b"\xff" * 30
    return "torn.zip", bytes(data)
