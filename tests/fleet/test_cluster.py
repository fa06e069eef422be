"""Workers of a cluster are processes that hold nothing: whatever happens to them, a hand-in is graded once."""

from __future__ import annotations

import datetime
import io
import ipaddress
import os
import shutil
import signal
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.records import Records, handins

PEOPLE = 30


def hand_in(course: Records, texts: list[bytes]) -> None:
    for person, data in enumerate(texts, start=1):
        handins.hand_in(course, person, "first-steps", data, filename="a.ipynb")


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ipynb", data)
    return packed.getvalue()


def graded_once(course: Records, count: int) -> bool:
    """Has every hand-in one report, and nothing else happened?"""
    assert course.value("select count(*) from report") == course.value("select count(distinct handin) from report")
    assert course.value("select count(*) from job where state != 'done'") == 0
    assert course.value("pragma integrity_check") == "ok"
    return bool(course.value("select count(*) from report") == count)


def test_two_workers_in_two_folders_grade_what_one_head_hands_out(course, stage, bundle):
    hand_in(course, [b"x" * (n + 1) for n in range(PEOPLE - 2)] + [zipped(b"x" * (PEOPLE - 1)), b"broken"])
    head = stage.play("head", "head")
    workers = [stage.play("worker", name) for name in ("one", "two")]
    assert stage.until(head, "finished")[-1] == f"{PEOPLE} finished"
    assert head.wait() == 0
    assert graded_once(course, PEOPLE)
    scores = {
        row["filename"]: row["score"]
        for row in course.rows("select h.id as filename, r.score from report r join handin h on h.id = r.handin")
    }
    assert sorted(scores.values()) == sorted([(n + 1) % 11 for n in range(PEOPLE - 1)] + [0])
    assert course.value("select count(*) from report where status = 'ungradable'") == 1
    assert {row["worker"].split(":")[1] for row in course.rows("select worker from report")} <= {str(worker.pid) for worker in workers}
    for name in ("one", "two"):
        assert [path.name for path in (stage.folder / name / "suites").iterdir() if not path.name.startswith(".")] in ([bundle.name], [])
        assert not (stage.folder / name / "var").exists()


def test_what_a_killed_worker_was_grading_is_graded_by_another_once(course, stage):
    pipe = stage.folder / "pipe"
    os.mkfifo(pipe)
    hand_in(course, [b"hold " + os.fsencode(pipe), *(b"x" * (n + 1) for n in range(PEOPLE - 1))])
    head = stage.play("head", "head")
    workers = {worker.pid: worker for worker in (stage.play("worker", "one"), stage.play("worker", "two"))}
    held = os.open(pipe, os.O_WRONLY)  # returns when a judge reads: it is in the middle of a hand-in
    holder = course.value("select worker from job where state = 'leased' and handin = (select id from handin where person = 1)").split("/")[
        0
    ]
    pipe.unlink()
    os.mkfifo(pipe)  # whoever opens it from now on is another judge
    os.kill(int(holder.split(":")[1]), signal.SIGKILL)
    stage.until(head, f"{holder} has gone")
    os.close(held)
    os.close(os.open(pipe, os.O_WRONLY))  # the other worker's judge reads it now
    assert stage.until(head, "finished")[-1] == f"{PEOPLE} finished"
    assert graded_once(course, PEOPLE)
    (other,) = [str(pid) for pid in workers if pid != int(holder.split(":")[1])]
    assert course.value("select worker from report where person = 1").split(":")[1] == other
    assert course.value("select tries from job where handin = (select id from handin where person = 1)") == 1


def test_a_killed_head_leaves_leases_that_the_next_one_takes_up(course, stage):
    pipe = stage.folder / "pipe"
    os.mkfifo(pipe)
    hand_in(course, [b"hold " + os.fsencode(pipe), *(b"x" * (n + 1) for n in range(9))])
    first = stage.play("head", "head")
    worker = stage.play("worker", "one")
    held = os.open(pipe, os.O_WRONLY)
    pipe.unlink()
    os.mkfifo(pipe)
    first.kill()
    first.wait()
    os.close(held)
    stage.until(worker, "has gone")
    second = stage.play("head", "head")
    os.close(os.open(pipe, os.O_WRONLY))
    stage.until(second, "finished")
    assert graded_once(course, 10)


def test_a_hand_in_that_kills_every_judge_is_parked_and_the_others_are_graded(course, stage):
    hand_in(course, [b"poison", *(b"x" * (n + 1) for n in range(9))])
    head = stage.play("head", "head")
    stage.play("worker", "one")
    assert stage.until(head, "finished")[-1] == "9 finished"
    assert [row["state"] for row in course.rows("select state from job where state != 'done'")] == ["parked"]
    assert "the judge stopped" in course.value("select fault from job where state = 'parked'")


def test_a_damaged_suite_on_a_worker_is_fetched_again(course, stage, bundle):
    hand_in(course, [b"x", b"xx"])
    damaged = stage.folder / "one" / "suites" / bundle.name
    shutil.copytree(bundle, damaged)
    (damaged / "test_hidden.py").write_text("def test_everything_passes(): ...")
    head = stage.play("head", "head")
    stage.play("worker", "one")
    stage.until(head, "finished")
    assert graded_once(course, 2)
    assert (damaged / "test_hidden.py").read_bytes() == (bundle / "test_hidden.py").read_bytes()


def test_a_server_without_judges_of_its_own_lets_a_cluster_work_its_queue(course, stage):
    hand_in(course, [b"x", b"xx", b"xxx"])
    url = f"tcp://127.0.0.1:{stage.port}"
    server = stage.start("server", "-m", "webapp.graders", stage.folder / "head", "--judges", "0", "--cluster", url)
    stage.play("worker", "one")
    pause = threading.Event()
    while not course.value("select count(*) = 3 from report"):
        pause.wait(0.05)
    server.stdin.close()
    assert server.wait() == 0
    assert graded_once(course, 3)


# -- certificates -------------------------------------------------------------------------------------------------------


def authority(folder: Path) -> Path:
    """Make an authority and one certificate for this machine that it has signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def certificate(subject: str, public: Any, issuer: str, key: Any, *, ca: bool) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer))
            .public_key(public)
            .serial_number(x509.random_serial_number())
        )
        made = made.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        return (
            made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(names, critical=False)
            .sign(key, hashes.SHA256())
        )

    folder.mkdir()
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(certificate("authority", root.public_key(), "authority", root, ca=True).public_bytes(pem))
    (folder / "cert.pem").write_bytes(certificate("node", own.public_key(), "authority", root, ca=False).public_bytes(pem))
    (folder / "key.pem").write_bytes(own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return folder


def test_with_certificates_only_who_has_one_of_the_same_authority_gets_in(course, stage):
    ours, others = authority(stage.folder / "ours"), authority(stage.folder / "others")
    pipe = stage.folder / "pipe"
    os.mkfifo(pipe)
    hand_in(course, [b"hold " + os.fsencode(pipe), b"x"])
    head = stage.play("head", "head", tls=ours)
    stage.play("worker", "one", tls=ours)
    held = os.open(pipe, os.O_WRONLY)
    stranger = stage.start("stranger", "-c", STRANGER, f"tls://127.0.0.1:{stage.port}", others)
    assert stranger.wait() == 0, stage.until(stranger, "")
    os.close(held)
    stage.until(head, "finished")
    assert graded_once(course, 2)


STRANGER = """
import sys
from pathlib import Path
from grader.errors import SandboxError
from grader.fleet.network import Address, connected
folder = Path(sys.argv[2])
try:
    with connected(Address(url=sys.argv[1], ca=folder / "ca.pem", cert=folder / "cert.pem", key=folder / "key.pem")):
        sys.exit("the stranger got in")
except SandboxError as error:
    assert "does not speak to us" in str(error)
"""


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_ends_at_once_and_in_good_order(stage, signal_):
    worker = stage.play("worker", "one")
    stage.until(worker, "waiting for")
    worker.send_signal(signal_)
    assert worker.wait(timeout=20) == 0
