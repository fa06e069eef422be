def build(kit):
    return "link.zip", kit.zip({"a.ipynb": b"/etc/passwd"}, mode=0o120777)
