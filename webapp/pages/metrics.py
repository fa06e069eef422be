"""Numbers for Prometheus, for whoever holds the token that the settings page issues; for anybody else there is nothing here."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, abort, request

from grader import __version__
from grader.records import assignments, health
from grader.records.health import Health
from webapp.accounts import public, records
from webapp.served import BOUNDS_S, Served, served

blueprint = Blueprint("metrics", __name__)
SETTING = "metrics"  # the token's digest; the token itself is stored nowhere
Sample = tuple[Mapping[str, str], float]


@blueprint.get("/metrics")
@public
def show() -> Response:
    kept = assignments.setting(records(), SETTING)
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if not kept or kind != "Bearer" or not hmac.compare_digest(digest(token), str(kept)):
        abort(404)
    text = exposition(health.look(records()), served(), process=str(os.getpid()))
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def exposition(found: Health, answered: Served, *, process: str) -> str:
    """Write everything in the text format that Prometheus reads."""
    parts = [*_course(found), *_process(answered, process)]
    return "".join(parts)


def _course(found: Health) -> Iterable[str]:
    yield family("allclose_build_info", "gauge", "The version that runs.", [({"version": __version__, "schema": found.schema}, 1)])
    yield family("allclose_queue_waiting", "gauge", "Jobs that wait, by lane.", [({"lane": k}, v) for k, v in found.waiting.items()])
    yield family("allclose_queue_running", "gauge", "Jobs being graded.", [({}, found.running)])
    yield family("allclose_queue_parked", "gauge", "Jobs parked for the staff: our machinery failed.", [({}, found.parked)])
    yield family("allclose_queue_oldest_seconds", "gauge", "How long the oldest job has waited.", [({}, found.oldest_wait_s or 0.0)])
    if found.seconds_each is not None:
        yield family("allclose_grading_seconds", "gauge", "Mean time of the last fifty jobs.", [({}, found.seconds_each)])
    yield family("allclose_graded_last_hour", "gauge", "Jobs done in the last hour.", [({}, found.done_last_hour)])
    yield family("allclose_workers", "gauge", "Workers that finished something in the last hour.", [({}, len(found.workers))])
    yield family("allclose_people", "gauge", "Active people, by role.", [({"role": k}, v) for k, v in sorted(found.people.items())])
    yield family("allclose_handins_total", "counter", "Hand-ins stored.", [({}, found.handins)])
    yield family("allclose_reports_total", "counter", "Reports stored.", [({}, found.reports)])
    yield family("allclose_quiz_results_total", "counter", "Quiz results stored.", [({}, found.quiz_results)])
    yield family("allclose_requests_open", "gauge", "Requests of students that nobody has settled.", [({}, found.open_requests)])
    yield family("allclose_database_bytes", "gauge", "Size of the database with its log.", [({}, found.database_bytes)])
    yield family("allclose_handin_bytes", "gauge", "Size of what was handed in.", [({}, found.handin_bytes)])
    yield family("allclose_disk_free_bytes", "gauge", "Free space where the course lies.", [({}, found.disk_free_bytes)])
    if found.backup_age_s is not None:
        yield family("allclose_backup_age_seconds", "gauge", "Time since the last good backup.", [({}, found.backup_age_s)])


def _process(answered: Served, process: str) -> Iterable[str]:
    """The pages of the process that answers; with several, each has its own label."""
    own = {"process": process}
    answers, buckets, seconds = answered.counted()
    samples: list[Sample] = [({**own, "method": method, "status": status}, n) for (method, status), n in sorted(answers.items())]
    yield family("allclose_http_requests_total", "counter", "Requests answered.", samples)
    so_far, lines = 0, []
    for bound, count in zip([f"{b:g}" for b in BOUNDS_S] + ["+Inf"], buckets, strict=True):
        so_far += count
        lines.append(sample("allclose_http_seconds_bucket", {**own, "le": bound}, so_far))
    lines += [sample("allclose_http_seconds_sum", own, seconds), sample("allclose_http_seconds_count", own, so_far)]
    yield head("allclose_http_seconds", "histogram", "Time to answer, streams left out.") + "".join(lines)


def family(name: str, kind: str, about: str, samples: Iterable[Sample]) -> str:
    return head(name, kind, about) + "".join(sample(name, labels, value) for labels, value in samples)


def head(name: str, kind: str, about: str) -> str:
    return f"# HELP {name} {about}\n# TYPE {name} {kind}\n"


def sample(name: str, labels: Mapping[str, str], value: float) -> str:
    r"""One line; quotes, backslashes and line ends in a label are escaped.

    >>> sample("n", {"who": 'a"b'}, 2)
    'n{who="a\\"b"} 2\n'
    """
    said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{said}}} {value:.17g}\n" if said else f"{name} {value:.17g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
