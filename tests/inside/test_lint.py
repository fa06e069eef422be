"""The lint reads code, not comments; finds a forbidden name under every alias; and leaves honest code alone."""

from __future__ import annotations

import pytest

from grader.inside.lint import lint
from grader.judge.bans import Bans

HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport numpy as np\n"


def found(*sources, bans=("F-OPT", "F-LOSS")):
    rules = Bans.of(bans)
    return [v["name"] for v in lint([HEAD, *sources], rules.to_wire())["violations"] if rules.forbids(v["name"])]


FORBIDDEN = {
    "plain": "torch.optim.Adam(p)",
    "from": "from torch.optim import Adam",
    "import as": "import torch.optim as o\no.SGD",
    "inner module": "from torch.optim.adam import adam",
    "a functional": "F.softmax(x, 0)",
    "a glob": "F.smooth_l1_loss(a, b)",
    "a tensor method": "x.softmax(0)",
    "a method by string": "getattr(x, 'soft' + 'max')(0)",
    "an alias of an alias": "t = torch\nu = t.optim\nv = u\nv.Adam",
    "an alias in another order": "def f(): return z.Adam\nz = torch.optim",
    "unpacked": "a, b = torch.optim, 1\na.Adam",
    "walrus": "(o := torch.optim).Adam",
    "a default": "def f(o=torch.optim): return o.Adam",
    "a lambda's default": "f = lambda o=torch.optim: o.Adam",
    "a loop": "for m in [torch.optim]: m.Adam",
    "an attribute": "class A: pass\nA.o = torch.optim\nA.o.Adam",
    "getattr": "getattr(torch.optim, 'Adam')",
    "getattr with joined text": "getattr(torch.optim, ''.join(['A', 'dam']))",
    "getattr with a computed name": "getattr(torch.optim, name)",
    "__dict__": "torch.optim.__dict__['Adam']",
    "vars": "vars(torch.optim)['Adam']",
    "a list": "[torch.optim][0].Adam",
    "a dict": "{'o': torch.optim}['o'].Adam",
    "a conditional": "(torch.optim if True else None).Adam",
    "partial": "import functools\nfunctools.partial(torch.optim.Adam)",
    "inheritance": "class A(torch.optim.Adam): pass",
    "type": "type('A', (torch.optim.Adam,), {})",
    "annotation": "x: torch.optim.Adam",
    "decorator": "@torch.optim.Adam\ndef f(): pass",
    "f-string": "f'{torch.optim.Adam}'",
    "a format field": "'{0.Adam}'.format(torch.optim)",
    "a match pattern": "match torch.optim:\n    case object(Adam=a): pass",
    "wide letters": "torch.ｏｐｔｉｍ.Ａｄａｍ",
    "after a magic": "%matplotlib inline\ntorch.optim.Adam",
    "in a timing cell": "%%time\ntorch.optim.Adam",
    "eval": "eval('torch.optim.Adam')",
    "exec by another name": "e = exec\ne('1')",
    "compile": "compile('1', '', 'eval')",
    "__import__": "__import__('torch').optim.Adam",
    "importlib": "import importlib\nimportlib.import_module('torch.optim').Adam",
    "sys.modules": "import sys\nsys.modules['torch.optim'].Adam",
    "builtins": "import builtins\nbuiltins.eval('1')",
    "frames": "import sys\nsys._getframe(0)",
    "subclasses": "torch.optim.Optimizer.__subclasses__()",
    "globals of a function": "F.relu.__globals__['softmax']",
    "closures": "f.__closure__[0].cell_contents",
    "inspect": "import inspect",
    "gc": "import gc\ngc.get_objects()",
    "ctypes": "import ctypes",
    "torch.ops": "torch.ops.aten.softmax(x, 0)",
    "torch._C": "torch._C._nn",
    "decompositions": "import torch._decomp",
    "references": "from torch import _refs",
    "hub": "torch.hub.load('a', 'b')",
    "load": "torch.load('x')",
    "compiled": "torch.compile(f)",
    "attrgetter": "from operator import attrgetter",
    "patching the library": "torch.allclose = None",
    "another library": "import sklearn.linear_model",
}


@pytest.mark.parametrize("source", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_forbidden_way_is_found(source):
    assert found(source)


HONEST = {
    "comments": "# torch.optim.Adam, eval(x)",
    "docstrings": "def f():\n    '''Like F.softmax, without torch.optim.Adam.'''",
    "own names": "class Adam(torch.optim.Optimizer):\n    def softmax(self, x): return x\nA = Adam",
    "own methods": "class L:\n    def backward(self, dy): return dy\nL().backward(1)",
    "settings": "torch.backends.cudnn.deterministic = True\ntorch.manual_seed(0)\nnp.random.seed(0)",
    "parameters by name": (
        "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        for i in range(2): setattr(self, f'w{i}', nn.Parameter(torch.zeros(2)))\n"
        "    def w(self, i): return getattr(self, f'w{i}')"
    ),
    "hooks of a class": (
        "class A:\n    def __init__(self): self.__dict__['x'] = 1\n    def __getattr__(self, name): raise AttributeError(name)"
    ),
    "formats": "print('{:.2f} {x.shape}'.format(1.0, x=torch.ones(2)))",
    "evaluation mode": "m = nn.Linear(1, 1)\nm.eval()\nm.compile",
    "regular expressions": "import re\nre.compile('a')",
    "a cell state": "class LSTM:\n    def f(self): self._C = 0; return self._C",
    "allowed torch": "torch.exp(x) / torch.exp(x).sum()\ntorch.linalg.solve(a, b)\nF.one_hot(x)",
    "match": "match x:\n    case (a, b): pass\n    case {'k': v}: pass",
}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_honest_code_is_left_alone(source):
    assert found(source) == []


def test_a_violation_names_cell_line_and_name():
    reply = lint(["a = 1", "import torch\n\ntorch.optim.Adam"], {"names": ["torch.optim.Adam"]})
    assert reply["violations"] == [{"cell": 1, "line": 3, "name": "torch.optim.Adam", "kind": "banned"}]


def test_what_a_cell_defines_and_uses_is_told():
    reply = lint(["import torch\nx = 1\ndef f(a):\n    global y\n    y = g(a)\n    return torch.z + x"], {})
    assert reply["names"] == [{"defines": ["f", "torch", "x", "y"], "makes": ["f", "x", "y"], "uses": ["g", "torch", "x"]}]


BROKEN = {
    "syntax": "def f(:",
    "nul": "a\0b",
    "deep": "(" * 5000,
    "unary": "-" * 100_000 + "1",
    "indent": "  x",
    "attributes": "a" + ".a" * 50_000,
}


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_parsed_is_reported_and_not_raised(source):
    assert lint([source, "x = 1"], {"names": ["torch.optim.Adam"]})["names"][1]["defines"] == ["x"]
