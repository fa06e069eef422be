"""A disk that is really full: a small tmpfs of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

FILL = """
import json, sys
from pathlib import Path
from grader.records import NotStored, Records, assignments, handins, keys, people, receipts

disk = Path(sys.argv[1])
records = Records(disk / "var")
people.add(records, "test", name="Ada")
assignments.put(records, "test", "optimizers", max_score=10.0, published=True)
given, refused = [], []
ballast = disk / "ballast"
ballast.write_bytes(b"x" * 500_000)
for n in range(1000):
    try:
        given.append(handins.hand_in(records, 1, "optimizers", bytes(f"{n}", "ascii") * 20_000, filename="a.ipynb", limited=False))
    except NotStored as error:
        refused.append(str(error))
        break
stored = records.value("select count(*) from handin")
notices = records.value("select count(*) from notice where kind = 'receipt'")
ballast.unlink()
after = handins.hand_in(records, 1, "optimizers", b"after", filename="a.ipynb", limited=False)
public = keys.public(records)
for one in [*given, after]:
    receipts.verify(one.receipt, public, data=handins.data(records, one))
left = [path.name for path in (disk / "var" / "handins").rglob(".*") if path.is_file()]
told = {"given": len(given), "refused": refused, "stored": stored, "notices": notices, "left": left}
print(json.dumps({**told, "whole": records.value("pragma integrity_check")}))
"""


def test_a_full_disk_refuses_with_a_sentence_gives_no_receipt_and_works_again_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f'mount -t tmpfs -o size=3m tmpfs "{disk}" && exec "{sys.executable}" -c "$0" "{disk}"'
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, FILL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["given"] == told["stored"] == told["notices"] > 5
    assert len(told["refused"]) == 1
    assert "is full: nothing was stored.\n  Free some space and hand in again." in told["refused"][0]
    assert (told["left"], told["whole"]) == ([], "ok")
