"""The gateway: sockets, sessions, RESUME with what was missed, shards, close codes."""

import asyncio
import copy
import json

import discord
from aiohttp import WSMsgType, web
from simcord import intents as sim_intents
from simcord.backend import serializers

# What a real GUILD_CREATE has besides what SimCord writes.
MORE = {
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "presences": [],
    "stickers": [],
    "threads": [],
    "nsfw_level": 0,
    "widget_enabled": False,
}


class Session:
    def __init__(self, name, shard, intents):
        self.name, self.shard, self.intents = name, shard, intents
        self.sequence, self.log = 0, []
        self.socket, self.acknowledges, self.silent = None, True, False
        self.queue = asyncio.Queue()

    def push(self, kind, payload):
        self.sequence += 1
        event = {"op": 0, "s": self.sequence, "t": kind, "d": payload}
        self.log.append(event)
        if self.connected() and not self.silent:
            self.queue.put_nowait((self.socket, event))

    def connected(self):
        return self.socket is not None and not self.socket.closed

    async def write(self):
        """One writer for each session: events leave in the order in which they happened."""
        while True:
            socket, event = await self.queue.get()
            await send(socket, event)


async def send(socket, event):
    try:
        await socket.send_json(event)
    except (ConnectionError, RuntimeError):
        pass  # the socket went away; a RESUME brings it again


def shard_of(guild, count):
    return (int(guild) >> 22) % count


class Gateway:
    def __init__(self, world):
        self.world = world
        self.writers = []
        world.backend.subscribers.append(self.on_event)

    def on_event(self, kind, payload):
        guild = payload.get("guild_id")
        if guild is None and kind in ("GUILD_CREATE", "GUILD_DELETE", "GUILD_UPDATE"):
            guild = payload.get("id")
        for session in self.world.sessions.values():
            wanted = shard_of(guild, session.shard[1]) if guild else 0
            if wanted == session.shard[0]:
                self.feed(session, kind, payload)

    def feed(self, session, kind, payload):
        gate = sim_intents.required_intent(kind, payload)
        if gate and not getattr(session.intents, gate):
            self.world.dropped.append(kind)
            return
        payload = copy.deepcopy(dict(payload))
        me = self.world.backend.bot_user.id
        if not session.intents.message_content and kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            sim_intents.censor_message(payload, me, backend=self.world.backend)
        if kind == "GUILD_CREATE":
            sim_intents.prune_guild_create(payload, session.intents, me)
            payload = MORE | payload
        session.push(kind, payload)

    async def serve(self, request):
        if self.world.cut:
            self.world.met += 1
            self.did("turned away")
            request.transport.abort()
            return web.Response()
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        hello = {"heartbeat_interval": self.world.heartbeat}
        await socket.send_json({"op": 10, "s": None, "t": None, "d": hello})
        session = None
        try:
            async for message in socket:
                if message.type != WSMsgType.TEXT:
                    continue
                asked = json.loads(message.data)
                session, going = await self.take(socket, session, asked, request.path)
                if not going:
                    break
        finally:
            self.did("closed", code=socket.close_code)
            if session is not None and session.socket is socket:
                session.socket = None
                if socket.close_code in (1000, 1001):
                    # The bot said good-bye: Discord forgets the session at once.
                    self.world.sessions.pop(session.name, None)
        return socket

    def did(self, what, **more):
        self.world.doings.append({"did": what, **more})
        self.world.bump()

    async def take(self, socket, session, asked, path):
        """What the bot said on its socket. Gives the session, and whether the socket stays."""
        op = asked.get("op")
        if op == 1:
            self.world.heartbeats += 1
            if session is None or session.acknowledges:
                await send(socket, {"op": 11, "d": None})
            return session, True
        if op == 2:
            return await self.identify(socket, session, asked["d"])
        if op == 6:
            return await self.resume(socket, asked["d"], path), True
        if op in (3, 4, 8):
            return session, True
        await socket.close(code=4001)
        return session, False

    async def identify(self, socket, session, asked):
        world = self.world
        world.identifies += 1
        self.did("identify", shard=asked.get("shard"), intents=asked.get("intents"))
        shard = tuple(asked.get("shard") or (0, 1))
        privileged = sum(getattr(discord.Intents, name).flag for name in sim_intents.PRIVILEGED_INTENTS)
        code = None
        if session is not None:
            code = 4005
        elif world.refusal is not None:
            code, world.refusal = world.refusal, None
        elif asked.get("token", "").removeprefix("Bot ") != world.token:
            code = 4004
        elif not 0 <= shard[0] < shard[1]:
            code = 4010
        elif int(asked["intents"]) & privileged:
            code = 4014
        if code is not None:
            await socket.close(code=code)
            return session, False
        name = f"session-{world.identifies}"
        session = Session(name, shard, discord.Intents._from_value(int(asked["intents"])))
        session.socket = socket
        world.sessions[name] = session
        self.writers.append(asyncio.ensure_future(session.write()))
        backend = world.backend
        mine = [one for one in backend.guilds.values() if shard_of(one.id, shard[1]) == shard[0]]
        session.push(
            "READY",
            {
                "v": 10,
                "user": dict(serializers.user_payload(backend.bot_user)),
                "guilds": [{"id": str(one.id), "unavailable": True} for one in mine],
                "session_id": name,
                "resume_gateway_url": world.base.replace("http", "ws") + "/resume",
                "shard": list(shard),
                "application": {"id": str(backend.application_id), "flags": 0},
            },
        )
        for one in mine:
            self.feed(session, "GUILD_CREATE", serializers.guild_create_payload(backend, one))
        world.bump()
        return session, True

    async def resume(self, socket, asked, path):
        session = self.world.sessions.get(asked.get("session_id"))
        # As in Discord: a session that is over, or that was closed in order, cannot be resumed.
        self.did("resume", ok=session is not None, path=path)
        if session is None:
            await send(socket, {"op": 9, "d": False, "s": None, "t": None})
            return None
        session.socket, session.acknowledges, session.silent = socket, True, False
        for event in [event for event in session.log if event["s"] > int(asked["seq"])]:
            session.queue.put_nowait((socket, event))
        session.push("RESUMED", {})
        self.world.bump()
        return session

    async def disturb(self, what, code):
        """Something goes wrong with every socket."""
        for session in list(self.world.sessions.values()):
            if not session.connected():
                continue
            socket = session.socket
            if what == "op7":
                await send(socket, {"op": 7, "d": None, "s": None, "t": None})
            elif what == "op9":
                del self.world.sessions[session.name]
                await send(socket, {"op": 9, "d": False, "s": None, "t": None})
            elif what == "op9 resumable":
                await send(socket, {"op": 9, "d": True, "s": None, "t": None})
            elif what == "close":
                if code in (1000, 1001, 4003, 4006, 4007, 4009):
                    del self.world.sessions[session.name]
                session.socket = None
                await socket.close(code=code)
            elif what == "abort":
                socket._req.transport.abort()
            elif what == "unacknowledged":
                session.acknowledges = False
            elif what == "silence":
                session.silent = True
            else:
                raise ValueError(f"nothing is called {what}")
