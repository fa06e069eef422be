"""Serve a small course with one quiz from a process of its own, so that a test can kill it: `serve_desk.py FOLDER PORT`."""

import importlib.util
import sys
from pathlib import Path

from werkzeug.serving import run_simple

from grader.records import people

if __name__ == "__main__":
    spec = importlib.util.spec_from_file_location("quiz_desk", Path(__file__).with_name("desk.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    desk = module.Desk(Path(sys.argv[1]), real_time=True)
    if not people.everyone(desk.records):
        desk.person("Mina")
        desk.quiz("bv", minutes=60, shuffle_questions=False, practice="always")
    run_simple("127.0.0.1", int(sys.argv[2]), desk.app, threaded=True)
