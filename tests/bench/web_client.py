"""Signed-in clients for `web_load`: an open loop of page views beside many who wait. A process of its own, so that its CPU can be told.

Page views start on a fixed clock, whether or not earlier ones were answered, and are timed from the moment they were due.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any


class Server:
    """Kept-alive connections to one address."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str, cookie: str) -> tuple[int, bytes]:
        """One whole answer; a connection that the server had closed meanwhile is opened again."""
        while self._free:
            connection = self._free.pop()
            try:
                return await self._ask(connection, path, cookie)
            except (ConnectionError, asyncio.IncompleteReadError):
                connection[1].close()
        return await self._ask(await asyncio.open_connection(self.host, self.port), path, cookie)

    async def _ask(self, connection: Any, path: str, cookie: str) -> tuple[int, bytes]:
        reader, writer = connection
        writer.write(self._request(path, cookie, "text/html"))
        status, headers = await _head(reader)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            writer.close()
        else:
            self._free.append(connection)
        return status, body

    async def stream(self, path: str, cookie: str, ends: float) -> str:
        """Follow a stream until it or the time ends; return "poll" if the server had no place for it."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(self._request(path, cookie, "text/event-stream"))
            status, _headers = await _head(reader)
            if status != 200:
                return f"status {status}"
            async with asyncio.timeout(max(0.1, ends - time.monotonic())):
                async for line in reader:
                    if line.startswith(b"event: poll"):
                        return "poll"
            return "ended"
        except TimeoutError:
            return "ended"
        finally:
            writer.close()

    def _request(self, path: str, cookie: str, accept: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept: {accept}\r\nCookie: {cookie}\r\n\r\n".encode()


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.split(":", 1) for line in lines[1:] if ":" in line)
    return int(lines[0].split(" ")[1]), {name.strip().lower(): value.strip() for name, value in fields}


class Play:
    """One run."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self.server = Server("127.0.0.1", orders["port"])
        self.people: list[dict[str, str]] = orders["people"]
        self.rate, self.seconds = orders["rate"], orders["seconds"]
        self.rng = random.Random(1)
        self.pages: dict[str, list[float]] = {"home": [], "feedback": []}
        self.polls: list[float] = []
        self.errors: Counter[str] = Counter()
        self.streams = self.most_streams = 0

    async def run(self) -> dict[str, Any]:
        ends = time.monotonic() + self.seconds
        waiting = [asyncio.create_task(self._wait(person, ends)) for person in self.people if person["waiting"]]
        pages = await self._views(ends)
        await asyncio.gather(*pages)
        await asyncio.gather(*waiting)
        return {
            "pages": self.pages,
            "polls": self.polls,
            "errors": dict(self.errors),
            "most_streams": self.most_streams,
            "cpu_s": time.process_time(),
        }

    async def _views(self, ends: float) -> list[asyncio.Task[None]]:
        began, tasks = time.monotonic(), []
        while (due := began + len(tasks) / self.rate) < ends:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.create_task(self._view(due)))
        return tasks

    async def _view(self, due: float) -> None:
        person, page = self.rng.choice(self.people), self.rng.choice(["home", "feedback"])
        if await self._get(person[page], person["cookie"], b"</html>"):
            self.pages[page].append(time.monotonic() - due)

    async def _wait(self, person: dict[str, str], ends: float) -> None:
        """What the page of a waiting hand-in does: a stream if there is a place, else a question every few seconds."""
        await asyncio.sleep(self.rng.uniform(0, min(10.0, self.seconds / 3)))
        polling = False
        while time.monotonic() < ends:
            if polling:
                began = time.monotonic()
                said = await self._get(person["waiting"] + "/state.json", person["cookie"], b"again_s")
                if said:
                    self.polls.append(time.monotonic() - began)
                pause = json.loads(said)["again_s"] if said else 5.0
                await asyncio.sleep(max(0.0, min(pause, ends - time.monotonic())))
            else:
                polling = await self._follow(person, ends)

    async def _follow(self, person: dict[str, str], ends: float) -> bool:
        self.streams += 1
        self.most_streams = max(self.most_streams, self.streams)
        try:
            said = await self.server.stream(person["waiting"] + "/stream", person["cookie"], ends)
        except (OSError, asyncio.IncompleteReadError) as error:
            said = type(error).__name__
        self.streams -= 1
        if said not in ("poll", "ended"):
            self.errors[f"stream: {said}"] += 1
        return said != "ended"

    async def _get(self, path: str, cookie: str, holds: bytes) -> bytes:
        try:
            status, body = await self.server.get(path, cookie)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.errors[f"{path.split('/')[1]}: {type(error).__name__}"] += 1
            return b""
        if status != 200 or holds not in body:
            self.errors[f"{path.split('/')[1]}: status {status}"] += 1
            return b""
        return body


if __name__ == "__main__":
    orders_at, told_at = Path(sys.argv[1]), Path(sys.argv[2])
    told_at.write_text(json.dumps(asyncio.run(Play(json.loads(orders_at.read_text())).run())))
