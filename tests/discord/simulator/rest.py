"""The REST side: Discord's answers as SimCord gives them, with rate limits, nonces, and faults."""

import asyncio
import email.parser
import email.policy
import fnmatch
import io
import json
import time
import types

import discord
from aiohttp import web
from documented import parts_of, problems_of
from simcord.backend import permissions
from simcord.backend.errors import BackendError, SetupError
from simcord.http import router
from simcord.http import routes as _routes  # noqa: F401  registers the handlers

# "Unique for the past few minutes", say Discord's pages; the exact length is not published.
NONCE_WINDOW = 300.0
# Requests a second over all routes, without those that answer interactions.
GLOBAL_LIMIT = 50


class Rest:
    def __init__(self, world, contract):
        self.world, self.contract = world, contract
        self.recent = []

    async def serve(self, request):
        world = self.world
        if world.cut:
            world.met += 1
            world.bump()
            request.transport.abort()
            return web.Response()
        path = request.path.removeprefix("/api/v10")
        if request.method == "GET" and (blob := world.backend.cdn.get(path)) is not None:
            return web.Response(body=blob)
        raw = await request.read()
        fault = self.fault(request.method, path)
        if fault and fault["kind"] in ("abort", "hang"):
            await self.nothing(request, fault)
        status, answer, headers, entry = self.answer(request, path, raw, fault)
        entry |= {"method": request.method, "path": request.path_qs, "status": status}
        entry["at"] = world.backend.clock.elapsed
        entry["code"] = answer.get("code") if status >= 400 and isinstance(answer, dict) else None
        world.requests.append(entry)
        world.bump()
        if fault and fault["kind"] in ("abort after", "hang after"):
            await self.nothing(request, fault)
        if answer is None:
            return web.Response(status=status, headers=headers)
        return web.json_response(answer, status=status, headers=headers)

    @staticmethod
    async def nothing(request, fault):
        """The bot hears nothing: its connection breaks, or stays silent."""
        if fault["kind"].startswith("hang"):
            while not request.transport.is_closing():
                await asyncio.sleep(0.05)
        elif request.transport is not None:
            request.transport.abort()
        raise asyncio.CancelledError

    def fault(self, method, path):
        for fault in self.world.faults:
            if fault["method"] not in ("*", method) or not fnmatch.fnmatch(path, fault["path"]):
                continue
            if fault["after"] > 0:
                fault["after"] -= 1
                continue
            fault["times"] -= 1
            if fault["times"] <= 0:
                self.world.faults.remove(fault)
            self.world.met += 1
            self.world.bump()
            return fault
        return None

    def answer(self, request, path, raw, fault):
        body, files, problems = None, [], []
        kind = request.headers.get("content-type", "")
        try:
            body, files = read(raw, kind)
        except ValueError as error:
            problems.append(str(error))
        listed = [{"name": file.filename, "size": file.size} for file in files]
        entry = {"body": body, "files": listed, "problems": problems}
        problems += problems_of(request.method, path, body, files)
        if self.contract:
            problems += self.contract.check(request.method, request.path_qs, body, bool(files))
        exempt = path.startswith(("/interactions/", "/webhooks/"))
        known = request.headers.get("authorization") == f"Bot {self.world.token}"
        headers = self.budget(request.method, path, exempt)
        if not exempt and not known:
            return 401, {"message": "401: Unauthorized", "code": 0}, {}, entry
        if fault and fault["kind"] == "status":
            return *refused(fault), entry
        if headers is None:
            entry["limited"] = True
            return *refused({"status": 429, "retry_after": 1.0, "scope": "user"}), entry
        if problems:
            errors = [{"code": "DOCUMENTED", "message": problem} for problem in problems]
            answer = {"code": 50035, "message": "Invalid Form Body", "errors": {"_errors": errors}}
            return 400, answer, headers, entry
        return *self.handle(request, path, body, files), headers, entry

    def budget(self, method, path, exempt):
        """The headers that tell what is left; None when nothing is."""
        now = time.monotonic()
        limit = self.world.limit
        left, window = 1000, 1.0
        if limit:
            if not exempt:
                self.recent = [at for at in self.recent if now - at < 1.0]
                if len(self.recent) >= GLOBAL_LIMIT:
                    return None
                self.recent.append(now)
            if method == "POST" and fnmatch.fnmatch(path, "/channels/*/messages"):
                begun, used = self.world.buckets.get(path, (now, 0))
                if now - begun >= limit["window"]:
                    begun, used = now, 0
                if used >= limit["count"]:
                    return None
                self.world.buckets[path] = (begun, used + 1)
                left, window = limit["count"] - used - 1, limit["window"] - (now - begun)
        return {
            "X-RateLimit-Limit": str(limit["count"] if limit else 1000),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{window:.3f}",
            "X-RateLimit-Reset": f"{time.time() + window:.3f}",
            "X-RateLimit-Bucket": bucket_of(method, path),
        }

    def handle(self, request, path, body, files):
        world, backend = self.world, self.world.backend
        if path in ("/gateway", "/gateway/bot"):
            url = world.base.replace("http", "ws") + "/gateway"
            limits = {"total": 1000, "remaining": 1000 - world.identifies}
            limits |= {"reset_after": 86_400_000, "max_concurrency": world.concurrency}
            more = {"shards": world.shards, "session_start_limit": limits}
            return 200, {"url": url} | (more if path.endswith("bot") else {})
        body = tidy(path, body)
        if (status := self.archived(request.method, path)) is not None:
            return status, {"code": 50083, "message": "Thread is archived"}
        if (wrong := self.out_of_place(path, body)) is not None:
            return 400, {"code": 50035, "message": f"Invalid Form Body: {wrong}"}
        unique = self.unique(request.method, path, body)
        if unique is not None and (known := world.nonces.get(unique)) is not None:
            at, message = known
            if backend.clock.elapsed - at < NONCE_WINDOW:
                try:
                    backend.get_message(int(message["channel_id"]), int(message["id"]))
                except BackendError:  # deleted meanwhile: Discord knows no such message
                    return 404, {"code": 10008, "message": "Unknown Message"}
                return 200, message
        reason = request.headers.get("x-audit-log-reason")
        query = dict(request.query)
        try:
            answer = router.dispatch(
                backend, request.method, path, json=body, params=query, files=files, reason=reason
            )
        except BackendError as error:
            return error.status, error.to_json()
        except (SetupError, ValueError, KeyError, TypeError) as error:
            detail = f"Invalid Form Body ({type(error).__name__}: {error})"
            return 400, {"code": 50035, "message": detail}
        if path.startswith("/interactions/"):
            world.answered(path.split("/")[2], backend.clock.elapsed)
            asked = query.get("with_response", "").lower() in ("true", "1")
            return (200, answer) if asked else (204, None)
        if answer is None:
            return 204, None
        if path.endswith("/commands") and isinstance(answer, list):
            answer = [COMMAND | {"version": one["id"]} | one for one in answer]
        if isinstance(body, dict) and isinstance(answer, dict) and body.get("nonce") is not None:
            answer = answer | {"nonce": body["nonce"]}
        if unique is not None:
            world.nonces[unique] = (backend.clock.elapsed, answer)
        return 200, answer

    def archived(self, method, path):
        """What SimCord does not know of threads: a message opens an archived one again, unless it is
        locked and the bot does not manage threads; nothing else can happen in it. Gives the status of a
        refusal."""
        backend, parts = self.world.backend, path.strip("/").split("/")
        sends = method == "POST" and fnmatch.fnmatch(path, "/channels/*/messages")
        if parts[0] == "interactions":
            record = backend.interactions.get(int(parts[1]))
            channel = record.channel_id if record else None
        else:
            channel = int(parts[1]) if parts[0] == "channels" and parts[2:3] == ["messages"] else None
        thread = backend.channels.get(channel)
        about = thread.thread_metadata if thread is not None else None
        if method == "GET" or about is None or not about.archived:
            return None
        if about.locked and not self.manages_threads(thread):
            return 403
        if not sends and parts[0] == "channels":
            return 400
        about.archived = False
        backend.announce_channel_update(thread.id)
        return None

    def manages_threads(self, thread):
        backend = self.world.backend
        guild, now = backend.get_guild(thread.guild_id), backend.clock.now()
        held = permissions.compute(guild, backend.bot_user.id, backend.get_channel(thread.parent_id), now=now)
        return bool(discord.Permissions(held).manage_threads)

    def out_of_place(self, path, body):
        """What SimCord lets pass: answers that do not go with what was done."""
        parts = path.strip("/").split("/")
        if parts[0] != "interactions" or not isinstance(body, dict):
            return None
        record = self.world.backend.interactions.get(int(parts[1]))
        kind, answer = (record.type if record else None), body.get("type")
        if answer == 9 and kind not in (2, 3):
            return "a form opens after a command or a click"
        if answer in (6, 7) and record and record.source_message_id is None:
            return "there is no message that could change"
        if (answer == 8) != (kind == 4) and record:
            return "completions answer completing, and nothing else does"
        return None

    @staticmethod
    def unique(method, path, body):
        wanted = method == "POST" and fnmatch.fnmatch(path, "/channels/*/messages")
        if not wanted or not isinstance(body, dict) or not body.get("enforce_nonce"):
            return None
        return None if body.get("nonce") is None else (path, str(body["nonce"]))


# What Discord writes for a command besides what SimCord writes.
COMMAND = {
    "nsfw": False,
    "name_localizations": None,
    "description_localizations": None,
    "contexts": None,
    "integration_types": [0],
}


def bucket_of(method, path):
    parts = path.strip("/").split("/")
    return f"{method}-{'-'.join(part for part in parts if not part.isdigit())}"


def refused(fault):
    if fault["status"] != 429:
        answer = {"message": fault.get("message", "fault"), "code": fault.get("code", 0)}
        return fault["status"], answer, {}
    after, scope = float(fault["retry_after"]), fault["scope"]
    headers = {"Retry-After": str(int(after + 0.999)), "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0"}
        headers |= {"X-RateLimit-Reset-After": f"{after:.3f}", "X-RateLimit-Bucket": "limited"}
    answer = {"message": "You are being rate limited.", "retry_after": after}
    return 429, answer | {"global": scope == "global"}, headers


def read(raw, kind):
    """The JSON of a request and the files that came with it."""
    if not kind.startswith("multipart/form-data"):
        return (json.loads(raw) if raw else None), []
    payload, files = None, []
    for name, filename, content in parts_of(raw, kind):
        if name == "payload_json":
            payload = json.loads(content)
        else:
            number = name.removeprefix("files[").removesuffix("]")
            file = types.SimpleNamespace(filename=filename, fp=io.BytesIO(content), number=number)
            file.size, file.description = len(content), None
            files.append(file)
    return payload, files


def tidy(path, body):
    """Leaves out what is null, empty, or false, and what SimCord, made for discord.py, refuses to know."""

    def option(one):
        empty = (None, [], {})
        no = {key for key, value in one.items() if value in empty or (key, value) == ("autocomplete", False)}
        one = {key: value for key, value in one.items() if key not in no}
        if "options" in one:
            one["options"] = [option(inner) for inner in one["options"]]
        return one

    if path.endswith("/commands") and isinstance(body, list):
        known = [{k: v for k, v in one.items() if (k, v) != ("nsfw", False)} for one in body]
        return [option(one) for one in known]
    if not isinstance(body, dict):
        return body
    body = dict(body)
    if isinstance(body.get("data"), dict):
        body["data"] = dict(body["data"])
    optional = ("description", "allowed_mentions", "poll", "message_reference", "nonce")
    for part in (body, body.get("data") or {}):
        for key in [key for key in optional if key in part and part[key] is None]:
            del part[key]
        mentions = part.get("allowed_mentions")
        if isinstance(mentions, dict):
            # Empty users and roles beside `parse` are no error, say Discord's pages.
            lists = ("users", "roles")
            part["allowed_mentions"] = {k: v for k, v in mentions.items() if v or k not in lists}
    return body
