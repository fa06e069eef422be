def build(kit):
    return "nul.ipynb", bytes(10_000)
