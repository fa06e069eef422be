"""A judge that follows a script: frames over a pipe, its own process, no import of grader, so that it starts at once and dies alone.

A frame is four bytes of length and JSON. Bytes that begin with `poison` kill it, `broken` are refused; the score is their length modulo 11.
"""

import json
import os
import sys

MAX = 10.0


def exercise(id, score, most):
    check = {"id": "test_value", "title": {}, "kind": "value", "status": "passed", "points": score, "max_points": most}
    check |= {"public": False, "tags": [], "finding": None}
    return {"id": id, "title": {}, "score": score, "max_score": most, "status": "partial", "checks": [check], "diagnosis": [], "flags": []}


def answer(asked):
    with open(asked["source"], "rb") as file:
        data = file.read()
    if data.startswith(b"poison"):
        os.kill(os.getpid(), 9)
    if data.startswith(b"broken"):
        return {"submission_error": "This is not a notebook."}
    score = float(len(data) % 11)
    report = {"submission": asked["submission"], "assignment": "optimizers", "score": score, "max_score": MAX}
    return {"report": {**report, "exercises": [exercise("opt-adam", score, MAX)], "warnings": []}}


def main():
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    while len(head := pipe_in.read(4)) == 4:
        said = json.dumps(answer(json.loads(pipe_in.read(int.from_bytes(head, "big"))))).encode()
        pipe_out.write(len(said).to_bytes(4, "big") + said)
        pipe_out.flush()


if __name__ == "__main__":
    main()
