"""A judge that follows a script and speaks the frames of `python -m grader.judge`; it imports nothing, so it starts at once.

Bytes that begin with `hold ` name a pipe that it reads to the end before it answers, `broken` are refused, `poison` kill it.
The score is the length of the bytes modulo 11.
"""

import json
import os
import sys

MOST = 10.0


def exercise(score):
    check = {"id": "test_value", "title": {}, "kind": "value", "status": "passed", "points": score, "max_points": MOST}
    check |= {"public": False, "tags": [], "finding": None}
    return {
        "id": "centre",
        "title": {},
        "score": score,
        "max_score": MOST,
        "status": "partial",
        "checks": [check],
        "diagnosis": [],
        "flags": [],
    }


def answer(asked, data):
    if asked["op"] == "warm":
        return {"event": "warm"}
    if not os.path.isfile(os.path.join(next(iter(asked["bundles"].values())), "manifest.json")):
        return {"event": "fault", "message": "there is no such suite"}
    if data.startswith(b"hold "):
        with open(data.removeprefix(b"hold ")) as pipe:
            pipe.read()
    if data.startswith(b"broken"):
        return {"event": "refused", "message": "This is not a notebook."}
    if data.startswith(b"poison"):
        os.kill(os.getpid(), 9)
    score = float(len(data) % 11)
    report = {"submission": asked["submission"], "assignment": "first-steps", "score": score, "max_score": MOST}
    return {"event": "report", "report": {**report, "exercises": [exercise(score)], "warnings": []}}


def say(header):
    text = json.dumps({**header, "bytes": 0}).encode()
    sys.stdout.buffer.write(len(text).to_bytes(4, "big") + text)
    sys.stdout.buffer.flush()


def main():
    source = sys.stdin.buffer
    say({"event": "ready", "tier": "script", "versions": {}})
    while len(head := source.read(4)) == 4:
        asked = json.loads(source.read(int.from_bytes(head, "big")))
        say({**answer(asked, source.read(asked["bytes"])), "id": asked["id"]})


if __name__ == "__main__":
    main()
