"""Members as a process: JSON lines on standard input and output.

    {"id": 1, "member": "ann", "do": "create_room", "args": {"name": "Team"}}
    -> {"id": 1, "ok": "!abc"}      or      {"id": 1, "error": "..."}

Requests run side by side. Somebody is registered, or logged in, at the first request that names
them; `open` does it with options. Every public coroutine of Member is a verb. Ends with its input,
and what the members kept goes with it.
"""
import asyncio
import json
import logging
import shutil
import sys

from member import Member
from saying import MatrixError


async def serve(url: str, store: str) -> None:
    members: dict[str, asyncio.Task] = {}
    reader = asyncio.StreamReader(limit=64 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)

    async def handle(request: dict) -> None:
        answer = {"id": request.get("id")}
        try:
            name, verb, args = request["member"], request["do"], request.get("args", {})
            if name not in members:
                options = args if verb == "open" else {}
                members[name] = asyncio.create_task(Member.open(url, name, store, **options))
            member = await members[name]
            if verb == "open":
                answer["ok"] = await member.whoami()
            else:
                call = getattr(Member, verb, None)
                if verb.startswith("_") or not asyncio.iscoroutinefunction(call):
                    raise MatrixError(f"no verb {verb!r}")
                answer["ok"] = await call(member, **args)
            if verb == "close":
                del members[name]
        except Exception as error:  # noqa: BLE001: every failure is an answer
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer, ensure_ascii=False), flush=True)

    running = set()
    while line := await reader.readline():
        task = asyncio.create_task(handle(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    # What goes wrong is an answer; that connections are open at the end is no news.
    for name in ("nio", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    url, store = sys.argv[1:]
    try:
        asyncio.run(serve(url, store))
    finally:
        shutil.rmtree(store, ignore_errors=True)
