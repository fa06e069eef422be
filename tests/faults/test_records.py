"""Real judges under the records' workers, killed ten times with the workers that hold them: graded once, and never marked for it."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import signal
import sys
import threading
from pathlib import Path

import pytest

from grader.fleet.client import JudgeClient
from grader.fleet.recorded import FleetJudge
from grader.records import Records, assignments, handins, people, queue, suites
from grader.records.worker import Worker
from tests.faults.test_batches import kill
from tests.judge.test_handin import BUNDLE, EMA, HALF, notebook

_spec = importlib.util.spec_from_file_location("faults", Path(__file__).parents[1] / "records" / "faults.py")
faults = sys.modules.setdefault("faults", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(faults)

HANDINS, KILLS, MOST = 40, 10, 14.0


class Told(FleetJudge):
    """Writes down which process its judge is, whenever it starts one."""

    def __init__(self, pid_file: Path) -> None:
        super().__init__(JudgeClient(secret=b"s"))
        self.pid_file = pid_file

    def grade(self, *arguments, **options):
        self.client.start()
        written = self.pid_file.with_suffix(".new")
        written.write_text(str(self.client.pid))
        written.replace(self.pid_file)  # whoever reads it meets a whole number
        return super().grade(*arguments, **options)


def work(var: Path, pid_file: Path) -> None:
    Worker(Records(var), Told(pid_file), rules=faults.QUICK, reuse=False).run(idle_s=0.05)


@pytest.mark.timeout(900)  # each killed judge takes seconds to start again
def test_ten_killed_real_judges_and_their_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    rng, killed, pause = random.Random(11), [], threading.Event()
    bundle = Path(shutil.copytree(BUNDLE, tmp_path / ("b" * 32)))
    name = json.loads((bundle / "manifest.json").read_bytes())["assignment"]
    with Records(tmp_path / "var") as records:
        assignments.put(records, "test", name, max_score=MOST, published=True)
        suites.use(records, "test", name, suites.keep(records, "test", bundle, assignment=name, max_score=MOST))
        for n in range(HANDINS):
            people.add(records, "test", name=f"Person {n}")
            handins.hand_in(records, n + 1, name, notebook(("ema", f"{EMA}\n# {n}"), ("half", HALF)), filename="a.ipynb")
        files = [tmp_path / f"judge-{n}" for n in range(2)]
        workers = {file: faults.spawn(work, records.var, file) for file in files}
        try:
            while (done := records.value("select count(*) from report")) < HANDINS:
                if len(killed) < KILLS and done >= len(killed) * HANDINS // (KILLS + 2):
                    file = rng.choice(files)
                    if file.exists() and kill(int(file.read_text())):
                        killed.append("judge")
                    if len(killed) % 3 == 2:  # and sometimes the worker with it
                        os.kill(workers[file], signal.SIGKILL)
                        os.waitpid(workers[file], 0)
                        workers[file] = faults.spawn(work, records.var, file)
                        killed.append("worker")
                if parked := [row["handin"] for row in records.rows("select handin from job where state = 'parked'")]:
                    queue.again(records, "test", parked)  # the TA looks at the parking place
                pause.wait(0.02)
        finally:
            for file, pid in workers.items():
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                if file.exists():
                    kill(int(file.read_text()))
        assert len(killed) >= KILLS
        assert records.value("select count(distinct handin) from report") == records.value("select count(*) from report") == HANDINS
        assert {row["score"] for row in records.rows("select score from report")} == {MOST}
        assert records.value("select count(*) from job where state not in ('done', 'cancelled')") == 0
        assert records.value("pragma integrity_check") == "ok"
