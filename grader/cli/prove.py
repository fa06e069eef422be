"""`allclose prove`: how strong every suite is, kept in a ledger that CI checks for staleness."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

LEDGER = "ledger.json"
SEEDS = 300


@click.command("prove")
@click.argument("exercises", nargs=-1)
@click.option("--seeds", default=SEEDS, show_default=True, help="Draws of hidden inputs for the reference and every alternative.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that work at the same time.")
@click.option("--stale", is_flag=True, help="Only what the ledger does not hold, or holds for other files.")
@click.option("--check", "only_check", is_flag=True, help="Measure nothing: say what is missing or stale, exit 1 if anything is.")
@click.option("--course", default=".", show_default=True, type=click.Path(path_type=Path), help="The course directory.")
def command(exercises: tuple[str, ...], seeds: int, workers: int, stale: bool, only_check: bool, course: Path) -> None:
    """Run all mutants and many seeds for EXERCISES (default: all), and write solutions/ledger.json."""
    from grader.fleet.batch import bundles
    from grader.judge.strength import digest_of
    from grader.judge.suite import Suite

    path = course / "solutions" / LEDGER
    ledger: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    work = []
    digests: dict[str, str] = {}
    for bundle in bundles(course).values():
        for task in Suite(bundle).tasks.values():
            digests[task.id] = digest_of(task)
            if not exercises or task.id in exercises or bundle.parent.name in exercises:
                work.append((str(bundle), task.id, seeds))
    unknown = set(exercises) - set(digests)
    if unknown:
        raise click.UsageError(f"no exercise “{', '.join(sorted(unknown))}”. There are: {', '.join(digests)}.")
    missing = [name for name, digest in digests.items() if ledger.get(name, {}).get("digest") != digest or not _good(ledger[name])]
    if only_check:
        _tell_missing(missing)
        weak = [name for name in digests if not _good(ledger.get(name, {}))]
        for name in weak:
            click.echo(f"{name}: {_summary(ledger[name])}" if name in ledger else f"{name}: not in the ledger")
        sys.exit(1 if missing or weak else 0)
    if stale:
        work = [item for item in work if item[1] in missing]
    ok = True
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for entry in pool.map(_measure, work):
            ledger[entry["id"]] = entry
            ok &= _good(entry)
            click.echo(f"{entry['id']:<26} {_summary(entry)}")
            kept = {name: ledger[name] for name in sorted(ledger) if name in digests}
            path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.exit(0 if ok else 1)


def _good(entry: dict[str, Any]) -> bool:
    return bool(entry) and not entry["alive"] and not entry["false_alarms"] and entry["seeds"] >= SEEDS


def _summary(entry: dict[str, Any]) -> str:
    text = f"mutants {entry['killed']}+{len(entry['explained'])} of {entry['mutants']}, seeds {entry['seeds']}"
    if entry["explained"]:
        text += f", {entry['equal_inputs']} questions to each explained one"
    if entry["alive"]:
        text += f", ALIVE: {'; '.join(entry['alive'])}"
    if entry["false_alarms"]:
        text += f", FALSE ALARMS: {'; '.join(entry['false_alarms'][:5])}"
    return text


def _tell_missing(missing: list[str]) -> None:
    if missing:
        click.echo(f"stale or missing in solutions/{LEDGER}: {', '.join(missing)}. Run: allclose prove --stale")


def _measure(item: tuple[str, str, int]) -> dict[str, Any]:
    import torch

    from grader.judge.session import in_session
    from grader.judge.strength import measure
    from grader.judge.suite import Suite

    torch.set_num_threads(1)
    bundle, exercise, seeds = item
    result = in_session(lambda session: measure(session, Suite(Path(bundle)).task(exercise), seeds=range(seeds)))
    return dict(result.to_json())
