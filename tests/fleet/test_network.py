"""An address that would let strangers in is refused, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import CourseError, SandboxError
from grader.fleet.network import Address, checked, connected
from grader.fleet.node import Suites, packed

FILES = {"ca": Path("ca.pem"), "cert": Path("cert.pem"), "key": Path("key.pem")}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (Address(url="head:8786"), "Write, for example: tls://"),
        (Address(url="http://head:8786"), "is not the address of a cluster"),
        (Address(url="tcp://"), "is not the address of a cluster"),
        (Address(url="tcp://head:many"), "is not the address of a cluster"),
        (Address(url="tls://head:8786"), "needs --tls-ca, --tls-cert, --tls-key"),
        (Address(url="tls://head:8786", ca=Path("ca.pem")), "needs --tls-cert, --tls-key"),
        (Address(url="tcp://127.0.0.1:8786", **FILES), "would not be encrypted"),
        (Address(url="tcp://192.0.2.7:8786"), "--trusted-network"),
        (Address(url="tcp://0.0.0.0:8786"), "leaves this machine unencrypted"),
    ],
)
def test_an_address_that_will_not_do_is_refused(address, words):
    with pytest.raises(CourseError) as refused:
        checked(address)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        Address(url="tcp://127.0.0.1:8786"),
        Address(url="tcp://[::1]:8786"),
        Address(url="tcp://192.0.2.7:8786", trusted=True),
        Address(url="tls://192.0.2.7", **FILES),
    ],
)
def test_an_address_that_keeps_strangers_out_is_taken(address):
    assert checked(address) == address
    assert address.port == 8786


def test_an_address_of_no_machine_of_ours_is_told_so(monkeypatch):
    monkeypatch.setattr("grader.fleet.network.KNOCK_S", 0.05)
    with pytest.raises(CourseError, match="it is no address of this machine"), connected(Address(url="tcp://192.0.2.7:8786", trusted=True)):
        pass


def test_a_suite_is_used_only_with_the_bytes_it_is_named_by(tmp_path, bundle):
    suites = Suites(tmp_path / "cache")
    assert suites.find(bundle.name) is None
    suites.keep(bundle.name, packed(bundle))
    assert packed(suites.find(bundle.name)) == packed(bundle)
    (tmp_path / "cache" / bundle.name / "test_hidden.py").write_text("# easier")
    assert Suites(tmp_path / "cache").find(bundle.name) is None
    assert suites.known() == []


@pytest.mark.parametrize("change", [{"test_hidden.py": b"# easier"}, {"../outside.py": b""}, {"extra.py": b""}])
def test_bytes_with_another_digest_are_not_kept(tmp_path, bundle, change):
    suites = Suites(tmp_path / "cache")
    with pytest.raises(SandboxError, match="another digest"):
        suites.keep(bundle.name, {**packed(bundle), **change})
    assert suites.known() == []
    assert not (tmp_path / "outside.py").exists()


def test_a_server_hands_its_grading_process_the_whole_address(tmp_path):
    from webapp.graders import arguments

    words = arguments(Address(url="tls://head:8786", ca=tmp_path / "ca.pem", cert=tmp_path / "cert.pem", key=tmp_path / "key.pem"))
    assert words[:2] == ["--cluster", "tls://head:8786"]
    assert words[2:] == ["--tls-ca", f"{tmp_path}/ca.pem", "--tls-cert", f"{tmp_path}/cert.pem", "--tls-key", f"{tmp_path}/key.pem"]
    assert arguments(Address(url="tcp://10.0.0.1", trusted=True)) == ["--cluster", "tcp://10.0.0.1", "--trusted-network"]
