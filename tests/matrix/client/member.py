"""A member of Matrix rooms: one person with one device, end-to-end encrypted, on matrix-nio.

It shares no client code with a bot on matrix-sdk: nio has its own state machine; only the
primitives of Olm and Megolm are the same.
"""
import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import nio

import signing
from saying import MSC3381, MatrixError, Saying, must

TIMEOUT = 60.0
BARRIER = "org.hearth.test.barrier"


def fields(value: Any) -> dict:
    """An object of an event, or an empty one: what comes from others may be anything."""
    return value if isinstance(value, dict) else {}


class Member(Saying):
    """`log` holds every timeline and state event seen, in order, decrypted, as plain dicts:

    room_id event_id sender ts type state_key content   as on the wire, decrypted
    encrypted      it came as m.room.encrypted
    undecryptable  and cannot be read (yet): type is then m.room.encrypted
    body           what a person reads: text, edited text, file name, question of a poll
    thread, reply_to, replaces, relates_to    event ids, or None
    """

    def __init__(self, url: str, user: str, store: str | Path):
        self.store = Path(store) / user
        self.store.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True)
        self.client = nio.AsyncClient(url, user, store_path=str(self.store), config=config)
        self.name = user
        self.log: list[dict] = []
        self.invites: dict[str, dict] = {}
        self._raw: dict[str, nio.MegolmEvent] = {}
        self._seen: set[str] = set()
        self._changed = asyncio.Condition()
        self._version = 0
        self._barrier = 0
        self._marks = 0
        self._task: asyncio.Task | None = None
        self._accepts = True

    @classmethod
    async def open(cls, url: str, user: str, store: str | Path, cross_sign: bool = True) -> "Member":
        """Registers the user, or logs in, or restores the device kept in `store`; starts syncing.
        A new user gets cross-signing keys that sign this device, as a person's client makes them;
        cross_sign=False leaves it unverified (red shield; many clients then refuse to talk to it)."""
        self = cls(url, user, store)
        client, kept = self.client, self.store / "session.json"
        password = f"password-of-{user}"
        new = False
        if kept.exists():
            session = json.loads(kept.read_text())
            client.restore_login(session["user_id"], session["device_id"], session["access_token"])
        else:
            answer = await client.register(user, password, device_name="test member")
            new = isinstance(answer, nio.RegisterResponse)
            if not new:
                if getattr(answer, "status_code", "") != "M_USER_IN_USE":
                    raise MatrixError(f"{answer}")
                must(await client.login(password, "test member"), nio.LoginResponse)
            kept.write_text(json.dumps(
                {"user_id": client.user_id, "device_id": client.device_id, "access_token": client.access_token}))
        client.add_event_callback(self._on_event, nio.Event)
        client.add_event_callback(self._on_invite, nio.InviteMemberEvent)
        client.add_global_account_data_callback(self._on_barrier, nio.UnknownAccountDataEvent)
        client.add_response_callback(self._on_sync, nio.SyncResponse)
        first = asyncio.Event()
        client.add_response_callback(lambda _: first.set(), nio.SyncResponse)
        self._task = asyncio.create_task(self._run())
        waiter = asyncio.create_task(first.wait())
        await asyncio.wait({waiter, self._task}, return_when=asyncio.FIRST_COMPLETED, timeout=TIMEOUT)
        waiter.cancel()
        if self._task.done():
            self._task.result()
        if client.should_upload_keys:  # others can write to us only once our keys are there
            await client.keys_upload()
        if new and cross_sign:
            await signing.cross_sign(self)
        return self

    async def post(self, path: str, body: Any, mime: str | None = None, method: str = "POST") -> dict:
        data = body if mime else json.dumps(body).encode()
        async with aiohttp.ClientSession() as http:
            async with http.request(method, self.client.homeserver + path, data=data, headers={
                    "Authorization": f"Bearer {self.client.access_token}",
                    "Content-Type": mime or "application/json"}) as answer:
                if answer.status != 200:
                    raise MatrixError(f"{path}: {answer.status} {await answer.text()}")
                return await answer.json()

    async def _run(self):
        await self.client.sync_forever(
            timeout=20_000, full_state=True,
            sync_filter={"room": {"timeline": {"limit": 1000}}, "presence": {"types": []}})

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.client.close()

    async def whoami(self) -> str:
        return self.client.user_id

    async def _on_event(self, room: nio.MatrixRoom, event: nio.Event):
        if event.event_id in self._seen:
            return
        self._seen.add(event.event_id)
        if isinstance(event, nio.MegolmEvent):
            self._raw[event.event_id] = event
            event.room_id = room.room_id
        self.log.append(self._entry(room.room_id, event))
        self._version += 1

    async def _on_invite(self, room: nio.MatrixRoom, event: nio.InviteMemberEvent):
        if event.state_key == self.client.user_id and event.membership == "invite":
            self.invites[room.room_id] = {"room_id": room.room_id, "sender": event.sender,
                                          "direct": bool(event.content.get("is_direct"))}

    async def _on_sync(self, _response):
        if self._task and self._task.done():
            return
        for event_id, event in list(self._raw.items()):  # keys may come after the event
            try:
                plain = self.client.decrypt_event(event)
            except nio.EncryptionError:
                continue
            del self._raw[event_id]
            for i, e in enumerate(self.log):
                if e["event_id"] == event_id:
                    self.log[i] = self._entry(event.room_id, plain)
                    self._version += 1
        if self._accepts:
            for room_id in list(self.invites):
                if room_id not in self.client.rooms:
                    await self.client.join(room_id)
        async with self._changed:
            self._changed.notify_all()

    @staticmethod
    def _entry(room_id: str, event: nio.Event) -> dict:
        source = event.source
        content = source.get("content") or {}
        relates = fields(content.get("m.relates_to"))
        kind = relates.get("rel_type")
        new = fields(content.get("m.new_content")) or content
        poll = fields(new.get(MSC3381 + "poll.start") or new.get("m.poll.start") or new.get("m.poll"))
        question = fields(poll.get("question"))
        text = question.get("org.matrix.msc1767.text") or question.get("body") or question.get("m.text")
        if isinstance(text, list):
            text = fields(text[0]).get("body") if text else None
        body = new.get("body") or text
        return {
            "room_id": room_id, "event_id": event.event_id, "sender": event.sender,
            "ts": event.server_timestamp, "type": source.get("type"), "state_key": source.get("state_key"),
            "content": content,
            "encrypted": bool(event.decrypted) or isinstance(event, nio.MegolmEvent),
            "undecryptable": isinstance(event, nio.MegolmEvent),
            "body": body if isinstance(body, str) else "",
            "thread": relates.get("event_id") if kind == "m.thread" else None,
            "reply_to": fields(relates.get("m.in_reply_to")).get("event_id"),
            "replaces": relates.get("event_id") if kind == "m.replace" else None,
            "relates_to": relates.get("event_id"),
        }

    async def mark(self) -> int:
        """The present end of the log, for `since`."""
        return len(self.log)

    async def version(self) -> int:
        """How often what this member sees has changed."""
        return self._version

    async def wait_change(self, version: int, timeout: float) -> bool:
        """Whether it changes, after `version`, before the timeout."""
        try:
            await self._until(lambda: self._version != version, lambda: "no change", timeout)
        except MatrixError:
            return False
        return True

    async def catch_up(self, timeout: float = TIMEOUT) -> None:
        """Returns when everything that the server has by now has been seen: a mark in the account,
        set now, comes with whatever was there before it."""
        self._marks += 1
        mine = self._marks
        path = f"/_matrix/client/v3/user/{quote(self.client.user_id)}/account_data/{BARRIER}"
        await self.post(path, {"number": mine}, method="PUT")
        await self._until(lambda: self._barrier >= mine, lambda: "never caught up", timeout)

    async def _on_barrier(self, event: nio.UnknownAccountDataEvent):
        if event.type == BARRIER:
            self._barrier = event.content["number"]

    async def accept_invites(self, accept: bool) -> None:
        """Whether invitations are taken at once, as they are unless this says otherwise."""
        self._accepts = accept

    async def wait(self, since: int, room: str | None = None, sender: str | None = None, body: str | None = None,
                   type: str | None = "m.room.message", thread: str | None = None,
                   relates_to: str | None = None, timeout: float = TIMEOUT) -> dict:
        """The first event from `since` on that matches, with the place after it as "next". `body` is
        a regular expression; type=None is any; "m.poll.start" also matches the unstable name."""
        types = None if type is None else (type, MSC3381 + type.removeprefix("m."))

        def matches(entry: dict) -> bool:
            return ((room is None or entry["room_id"] == room)
                    and (sender is None or entry["sender"] == sender)
                    and (types is None or entry["type"] in types)
                    and (thread is None or entry["thread"] == thread)
                    and (relates_to is None or entry["relates_to"] == relates_to)
                    and (body is None or (not entry["undecryptable"] and bool(re.search(body, entry["body"])))))

        def found():
            return next((i for i in range(since, len(self.log)) if matches(self.log[i])), None)

        def seen() -> str:
            entries = [(e["sender"], e["type"], e["body"][:80], "UTD" if e["undecryptable"] else "")
                       for e in self.log[since:] if room in (None, e["room_id"])]
            return f"no {type} from {sender} in {room} matching {body!r}; saw {entries}"

        at = await self._until(found, seen, timeout)
        return self.log[at] | {"next": at + 1}

    async def events(self, room: str | None = None, since: int = 0) -> list[dict]:
        return [e for e in self.log[since:] if room in (None, e["room_id"])]

    async def create_room(self, name: str, encrypted: bool = True, invite: list[str] = [], direct: bool = False,
                          space: bool = False, timeout: float = TIMEOUT) -> str:
        state = [{"type": "m.room.encryption", "state_key": "",
                  "content": {"algorithm": "m.megolm.v1.aes-sha2"}}] if encrypted else []
        preset = nio.RoomPreset.trusted_private_chat if direct else nio.RoomPreset.private_chat
        answer = must(await self.client.room_create(
            name=name, is_direct=direct, preset=preset, invite=invite, initial_state=state, space=space),
            nio.RoomCreateResponse)
        await self._synced(answer.room_id, timeout)
        return answer.room_id

    async def upgrade(self, room: str, version: str, timeout: float = TIMEOUT) -> str:
        """Replaces a room by a new one, as its creator may."""
        answer = await self.post(f"/_matrix/client/v3/rooms/{quote(room)}/upgrade", {"new_version": version})
        await self._synced(answer["replacement_room"], timeout)
        return answer["replacement_room"]

    async def invite(self, room: str, user: str) -> None:
        must(await self.client.room_invite(room, user), nio.RoomInviteResponse)

    async def kick(self, room: str, user: str, reason: str | None = None) -> None:
        must(await self.client.room_kick(room, user, reason), nio.RoomKickResponse)

    async def leave(self, room: str) -> None:
        must(await self.client.room_leave(room), nio.RoomLeaveResponse)

    async def join(self, room: str, timeout: float = TIMEOUT) -> None:
        must(await self.client.join(room), nio.JoinResponse)
        await self._synced(room, timeout)

    async def _synced(self, room: str, timeout: float) -> None:
        await self._until(lambda: room in self.client.rooms, lambda: f"{room} never synced", timeout)

    async def wait_invite(self, sender: str | None = None, timeout: float = TIMEOUT) -> dict:
        """The invitation that somebody has sent."""
        def hit():
            return next((i for i in self.invites.values() if sender in (None, i["sender"])), None)
        return await self._until(hit, lambda: f"no invite from {sender}", timeout)

    async def wait_joined(self, room: str, user: str, timeout: float = TIMEOUT) -> None:
        """Until `user` is in the room and, where it is encrypted, has a device that can be written to."""
        def joined():
            known = self.client.rooms.get(room)
            return known and user in known.users and not known.users[user].invited

        def has_device():
            return any(True for _ in self.client.device_store.active_user_devices(user))
        await self._until(lambda: bool(joined()), lambda: f"{user} did not join {room}", timeout)
        if self.client.rooms[room].encrypted:
            await self._until(has_device, lambda: f"{user} has no device with keys", timeout)

    async def wait_other_device(self, user: str, known: list[str], timeout: float = TIMEOUT) -> None:
        """Until `user` has a device besides those that can be written to."""
        def other():
            return any(device.id not in known for device in self.client.device_store.active_user_devices(user))
        await self._until(other, lambda: f"{user} has no other device", timeout)

    async def wait_gone(self, room: str, user: str, timeout: float = TIMEOUT) -> None:
        """Until `user` is neither in the room nor invited."""
        await self._until(lambda: user not in self.client.rooms[room].users,
                          lambda: f"{user} is still in {room}", timeout)

    async def set_state(self, room: str, type: str, content: dict, state_key: str = "") -> str:
        answer = await self.client.room_put_state(room, type, content, state_key)
        return must(answer, nio.RoomPutStateResponse).event_id

    async def get_state(self, room: str, type: str, state_key: str = "") -> dict:
        answer = await self.client.room_get_state_event(room, type, state_key)
        return must(answer, nio.RoomGetStateEventResponse).content

    async def _until(self, ready, complaint, timeout: float):
        """What `ready` returns, once that is not None or False."""
        deadline = time.monotonic() + timeout
        async with self._changed:
            while (found := ready()) in (None, False):
                if self._task and self._task.done():
                    raise MatrixError(f"{self.name}: sync stopped: {self._task.exception()!r}")
                if time.monotonic() > deadline:
                    raise MatrixError(f"{self.name}: {complaint()} within {timeout} s")
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.25)
                except TimeoutError:
                    pass
            return found

    async def identity(self, user: str) -> dict:
        """Whether `user` and its devices are cross-signed."""
        return await signing.identity(self, user)
