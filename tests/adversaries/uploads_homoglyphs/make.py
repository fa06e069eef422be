def build(kit):
    """NFKC first: what the interpreter reads is what is looked at."""
    source = "import torch\n# \u202e reversed \ud800 \x00\ndef bn_forward(x, gamma, beta, eps=1e-5):\n"
    source += "    return torch.\U0001d41b\U0001d41a\U0001d42d\U0001d41c\U0001d421_norm(x, gamma, beta, None, None, True, 0.1, eps, False), None\n"
    return "letters.ipynb", kit.notebook(("bn-forward-train", source))
