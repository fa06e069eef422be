"""A judge that follows a script and speaks the real frames: starts at once, imports nothing of ours, may be killed at any moment.

Its mark is the length of the notebook modulo 11.
"""

import json
import sys


def write(header):
    text = json.dumps({**header, "bytes": 0}).encode()
    sys.stdout.buffer.write(len(text).to_bytes(4, "big") + text)
    sys.stdout.buffer.flush()


def main():
    write({"event": "ready", "tier": "scripted", "versions": {}})
    while len(head := sys.stdin.buffer.read(4)) == 4:
        request = json.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        data = sys.stdin.buffer.read(request["bytes"])
        write({"event": "progress", "id": request["id"], "exercise": "x", "k": 1, "of": 1})
        report = {
            "submission": request["submission"],
            "assignment": "a",
            "score": len(data) % 11,
            "max_score": 10,
            "exercises": [],
            "warnings": [],
        }
        write({"event": "report", "id": request["id"], "report": report})


main()
