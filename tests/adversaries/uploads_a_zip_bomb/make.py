def build(kit):
    return "bomb.zip", kit.zip({f"{i}.ipynb": bytes(4_000_000) for i in range(30)})
