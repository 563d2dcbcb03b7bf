"""Many Discords in one process, each with one bot and an address of its own; it ends with its input.

SimCord (an independent model of Discord's server, made for testing) behind real HTTP and a real
gateway. What it does not know it refuses with 501, so that a pass means something. It listens on
127.0.0.1 only. Prints its own address; POST /world there makes a Discord and gives its address.
"""

import asyncio
import os
import sys

from aiohttp import web
from gateway import Gateway
from rest import Rest
from verbs import Verbs
from world import World


async def listen(app, handler_cancellation=True):
    runner = web.AppRunner(app, handler_cancellation=handler_cancellation, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    return runner.addresses[0][1]


async def open_world(request):
    world = World(await request.json())
    gateway = Gateway(world)
    path = os.environ.get("HEARTH_DISCORD_OPENAPI")
    rest = Rest(world, contract_of(path) if path else None)
    app = web.Application(client_max_size=30 * 2**20)
    app.router.add_get("/gateway", gateway.serve)
    app.router.add_get("/gateway/", gateway.serve)
    app.router.add_get("/resume", gateway.serve)
    app.router.add_get("/resume/", gateway.serve)
    app.router.add_post("/_sim/{verb}", Verbs(world, gateway).serve)
    app.router.add_route("*", "/{path:.*}", rest.serve)
    base = f"http://127.0.0.1:{await listen(app)}"
    world.listen_at(base)
    return web.json_response({"url": base})


def contract_of(path, known={}):
    if path not in known:
        from contract import Contract

        known[path] = Contract(path)
    return known[path]


async def main():
    app = web.Application()
    app.router.add_post("/world", open_world)
    print(f"http://127.0.0.1:{await listen(app)}", flush=True)
    # Whoever started it holds the other end; when they are gone, so is it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)


asyncio.run(main())
