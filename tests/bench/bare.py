"""The floor for a page: a Flask view with one read from SQLite, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask

app = Flask("bare")
local = threading.local()


@app.get("/")
def show() -> str:
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(f"file:{os.environ['BARE_DB']}?mode=ro", uri=True)
    return f"<!doctype html><p>{local.connection.execute('select name from person where id = ?', [1]).fetchone()[0]}</p>"
