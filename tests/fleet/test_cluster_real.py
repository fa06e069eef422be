"""The commands as they are run, real judges: a worker is killed in the middle of a hand-in, and every hand-in is graded once."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

import pytest

from grader.course import samples
from grader.course.load import load_course
from grader.fleet.recorded import sync
from grader.records import Records, handins, people

SMALL = Path(__file__).parents[1] / "course" / "fixtures" / "small"
HAND_INS = 10


@pytest.mark.timeout(300)
def test_a_worker_killed_in_the_middle_of_a_hand_in_loses_nothing_and_doubles_nothing(stage, tmp_path):
    root = Path(shutil.copytree(SMALL, tmp_path / "course"))
    with (root / "solutions" / "first-steps" / "assignment.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[limits]\ncell_s = 3\nexercise_s = 3\n")  # how long the endless one takes, each time
    lab = load_course(root).assignments[0]
    with Records(root / "var") as records:
        sync(records, "test", root)
        for n in range(HAND_INS):
            answers = samples.right(lab)
            first = next(iter(answers))
            answers[first] += f"\n# {n}\n" + ("while True:\n    pass\n" if n == 0 else "")
            people.add(records, "test", name=f"Person {n}")
            data = samples.handin(lab, answers)
            handins.hand_in(records, n + 1, lab.id, data, filename="a.ipynb", limited=False)
        url = f"tcp://127.0.0.1:{stage.port}"
        head = stage.start("head", "-m", "grader.cli", "autograde", "--cluster", url, "--course", root)
        for name in ("one", "two"):
            stage.start(name, "-m", "grader.cli", "worker", url, "--judges", "1", "--cache", stage.folder / name / "suites")
        endless = "select worker from job where state = 'leased' and handin = (select id from handin where person = 1)"
        pause = threading.Event()
        while (holder := records.value(endless)) is None:
            pause.wait(0.05)
        holder = holder.split("/")[0]
        os.kill(int(holder.split(":")[1]), signal.SIGKILL)
        said = stage.until(head, "graded")
        assert head.wait() == 0
        assert said[-1] == f"{HAND_INS} graded, 0 parked."
        assert records.value("select count(*) from report") == records.value("select count(distinct handin) from report") == HAND_INS
        assert records.value("select count(*) from job where state != 'done'") == 0
        scores = [row["score"] for row in records.rows("select score from report order by person")]
        assert scores[1:] == [lab.points] * (HAND_INS - 1)
        assert scores[0] < lab.points
        assert records.value("select worker from report where person = 1") != holder
