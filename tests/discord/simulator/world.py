"""One Discord with one bot in it: SimCord's model of the server, on the real clock, which can be moved."""

import asyncio
import contextvars
import datetime
import time
import types

from simcord._clock import Clock
from simcord.backend import Backend
from simcord.backend.cdn import CdnStore

# Which interaction the verb at hand has opened: verbs run side by side.
OPENED = contextvars.ContextVar("opened", default=None)


class MovedClock(Clock):
    """The real time, moved forward by whoever tests."""

    def __init__(self):
        self.offset = 0.0
        self._begun = time.monotonic()

    @property
    def elapsed(self):
        return time.monotonic() - self._begun + self.offset

    def now(self):
        # Never a whole second: isoformat() drops the fraction then, and SimCord compares the texts.
        at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.offset)
        return at if at.microsecond else at + datetime.timedelta(microseconds=1)

    def advance(self, seconds):
        self.offset += seconds


class Files(CdnStore):
    """Attachments, each fetched where the simulator listens."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def store_attachment(self, attachment_id, channel_id, filename, data, description):
        stored = super().store_attachment(attachment_id, channel_id, filename, data, description)
        path = f"/attachments/{channel_id}/{attachment_id}/{filename}"
        self._blobs[path] = data
        return stored | {"url": self.base + path, "proxy_url": self.base + path}


class Env:
    """The few members of simcord.Env that handles and actors use, without discord.py's client."""

    def __init__(self, world):
        self.world = world
        self.backend = world.backend
        self.bot = types.SimpleNamespace(
            get_guild=lambda _: None, get_channel=lambda _: None, tree=None
        )
        self.strict_sync = True
        self._message_states = ()

    def _begin_operation(self, _):
        pass

    def _end_operation(self):
        pass

    def _mark_mutation(self):
        self.world.bump()

    def _notify_dispatch_observers(self, record):
        OPENED.set(record)

    async def _settle_internal(self, dispatch=None):
        """Whoever asks for an answer waits for it; see verbs.py."""


class World:
    def __init__(self, options):
        self.token = options["token"]
        self.shards = options.get("shards", 1)
        self.concurrency = options.get("concurrency", 1)
        self.heartbeat = options.get("heartbeat", 41250)
        self.base = None
        self.backend = Backend(clock=MovedClock())
        self.env = Env(self)
        self.sessions = {}
        self.nonces = {}
        self.first = {}
        self.faults = []
        self.buckets = {}
        self.limit = options.get("limit")
        self.refusal = None
        self.cut = False
        self.identifies = 0
        self.heartbeats = 0
        self.requests = []
        self.dropped = []
        self.met = 0
        self.doings = []
        self.version = 0
        self._waiting = []
        self.backend.subscribers.append(lambda _event, _payload: self.bump())

    def listen_at(self, base):
        self.base = base
        self.backend.cdn = Files(base)

    def bump(self):
        """Something has changed that somebody may see."""
        self.version += 1
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def answered(self, interaction, at):
        """Keeps how long the bot took for its first sign of life."""
        record = self.backend.interactions.get(int(interaction))
        if record is not None and record.id not in self.first:
            self.first[record.id] = at

    async def until(self, condition, seconds):
        """Waits until the condition holds. False when it does not after so many seconds."""
        end = time.monotonic() + seconds
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                return False
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            try:
                await asyncio.wait_for(waiter, left)
            except TimeoutError:
                return condition()
        return True
