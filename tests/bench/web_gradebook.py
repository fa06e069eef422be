"""The gradebook's page at the size of a large course: `python tests/bench/web_gradebook.py [--json FILE]`.

1,000 people × 40 columns through the app as a browser asks for it: the first time (everything is computed), after one hand-in (one line
is), and again (nothing is); the bytes of the page, and a page of reasons. Wall and processor time on this machine as it is now.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from grader.records import Records, handins, people, standing
from tests.bench.records import fill
from webapp import accounts
from webapp.app import create_app

PASSWORD = "correct horse battery"


def timed(play: Callable[[], object], before: Callable[[], object], times: int) -> dict[str, float]:
    wall, cpu = [], []
    for _ in range(times):
        before()
        began, spent = time.perf_counter(), time.process_time()
        play()
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - spent))
    return {"median_ms": statistics.median(wall), "max_ms": max(wall), "cpu_ms": statistics.median(cpu), "n": times}


def measure(*, persons: int = 1000, columns: int = 40) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name, Records(Path(name) / "var") as records:
        fill(records, persons=persons, columns=columns, rng=random.Random(1))
        ivo = people.add(records, "bench", name="Ivo", role="instructor", login="ivo")
        people.set_password_hash(records, "bench", ivo, accounts.hashed(PASSWORD))
        app = create_app(Path(name), testing=True, records=records)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        assert client.post("/login", data={"name": "ivo", "password": PASSWORD}).status_code == 302
        number = iter(range(1, 1000))

        def page(path: str = "/gradebook/") -> bytes:
            found = client.get(path, headers={"Accept": "text/html"})
            assert found.status_code == 200
            return found.data

        def hand_in() -> None:
            n = next(number)
            handins.hand_in(records, n, "a00", n.to_bytes(8, "big"), filename="a.ipynb")

        body = page()
        return {
            "persons": persons,
            "columns": columns,
            "load": os.getloadavg()[0],
            "bytes": len(body),
            "bytes_compressed": len(gzip.compress(body)),
            "first": timed(page, lambda: standing.forget(records), 5),
            "after_a_hand_in": timed(page, hand_in, 9),
            "again": timed(page, lambda: None, 9),
            "sorted_page_3": timed(lambda: page("/gradebook/?sort=%3D&dir=down&page=3"), lambda: None, 9),
            "reasons": timed(lambda: page("/gradebook/7/a07?panel=1"), lambda: None, 20),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = measure()
    print(f"gradebook page {found['persons']} × {found['columns']}, load {found['load']:.1f}:")
    print(f"  {found['bytes'] / 1000:.0f} kB, {found['bytes_compressed'] / 1000:.0f} kB compressed (goal < 1 MB)")
    for name in ("first", "after_a_hand_in", "again", "sorted_page_3", "reasons"):
        row = found[name]
        print(f"  {name.replace('_', ' ')}: {row['median_ms']:.0f} ms, processor {row['cpu_ms']:.0f} ms (goal < 300 ms)")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    sys.exit(main())
