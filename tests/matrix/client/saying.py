"""What a member can say: text, edits, reactions, polls, files."""
import base64
from typing import Any

import nio
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment

MSC3381 = "org.matrix.msc3381."
TEXT = "org.matrix.msc1767.text"


class MatrixError(RuntimeError):
    """What the server or the room did not do."""


def must(response, kind):
    """nio returns errors, it does not raise them."""
    if not isinstance(response, kind):
        raise MatrixError(f"{response}")
    return response


def relate(content: dict, thread: str | None, reply_to: str | None) -> None:
    if thread:
        content["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not reply_to,
                                   "m.in_reply_to": {"event_id": reply_to or thread}}
    elif reply_to:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}


class Saying:
    """The half of a member that writes."""

    async def send(self, room: str, type: str, content: dict, txn: str | None = None) -> str:
        """Any event; encrypted if the room is. Returns its id."""
        if self.client.rooms[room].encrypted and self.client.should_query_keys:
            await self.client.keys_query()
        answer = await self.client.room_send(room, type, content, txn, ignore_unverified_devices=True)
        return must(answer, nio.RoomSendResponse).event_id

    async def send_text(self, room: str, body: str, thread: str | None = None, reply_to: str | None = None,
                        mentions: list[str] = [], html: str | None = None, msgtype: str = "m.text") -> str:
        content: dict[str, Any] = {"msgtype": msgtype, "body": body, "m.mentions": {}}
        if mentions:
            content["m.mentions"] = {"user_ids": mentions}
        if html:
            content |= {"format": "org.matrix.custom.html", "formatted_body": html}
        relate(content, thread, reply_to)
        return await self.send(room, "m.room.message", content)

    async def edit(self, room: str, event_id: str, body: str) -> str:
        return await self.send(room, "m.room.message", {
            "msgtype": "m.text", "body": f"* {body}", "m.mentions": {},
            "m.new_content": {"msgtype": "m.text", "body": body, "m.mentions": {}},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id}})

    async def redact(self, room: str, event_id: str, reason: str | None = None) -> str:
        return must(await self.client.room_redact(room, event_id, reason), nio.RoomRedactResponse).event_id

    async def react(self, room: str, event_id: str, key: str) -> str:
        """A reaction, which no client encrypts. Redacting its id takes it back."""
        return await self.send(room, "m.reaction", {
            "m.relates_to": {"rel_type": "m.annotation", "event_id": event_id, "key": key}})

    async def vote(self, room: str, poll_id: str, choices: list[str]) -> str:
        """Votes by answer id or answer text, in the dialect (stable or not) in which the poll was asked."""
        ask = next(e for e in self.log if e["event_id"] == poll_id)
        stable = ask["type"] == "m.poll.start"
        start = ask["content"].get("m.poll" if stable else MSC3381 + "poll.start")
        ids = []
        for choice in choices:
            for answer in start["answers"]:
                key = answer.get("m.id") or answer.get("id")
                text = answer.get(TEXT) or answer.get("m.text")
                text = text[0]["body"] if isinstance(text, list) else text
                if choice in (key, text):
                    ids.append(key)
        if len(ids) != len(choices):
            raise MatrixError(f"no such answer among {start['answers']}")
        relation = {"rel_type": "m.reference", "event_id": poll_id}
        if stable:
            return await self.send(room, "m.poll.response", {"m.relates_to": relation, "m.selections": ids})
        return await self.send(room, MSC3381 + "poll.response",
                               {"m.relates_to": relation, MSC3381 + "poll.response": {"answers": ids}})

    async def send_file(self, room: str, name: str, data_base64: str, mime: str,
                        body: str | None = None, mentions: list[str] = []) -> str:
        """A file; `body` is what is written beside it."""
        data = base64.b64decode(data_base64)
        content: dict[str, Any] = {
            "msgtype": "m.image" if mime.startswith("image/") else "m.file", "body": body or name,
            "filename": name, "info": {"mimetype": mime, "size": len(data)}, "m.mentions": {}}
        if mentions:
            content["m.mentions"] = {"user_ids": mentions}
        if self.client.rooms[room].encrypted:
            sealed, keys = encrypt_attachment(data)
            content["file"] = keys | {"url": await self._upload(sealed, "application/octet-stream")}
        else:
            content["url"] = await self._upload(data, mime)
        return await self.send(room, "m.room.message", content)

    async def _upload(self, data: bytes, mime: str) -> str:
        return (await self.post("/_matrix/media/v3/upload", data, mime))["content_uri"]

    async def download(self, event_id: str) -> dict:
        """The attachment of an event, decrypted: {"name", "mime", "base64"}."""
        content = next(e for e in self.log if e["event_id"] == event_id)["content"]
        sealed = content.get("file")
        answer = must(await self.client.download(sealed["url"] if sealed else content["url"]), nio.DownloadResponse)
        data = answer.body
        if sealed:
            data = decrypt_attachment(data, sealed["key"]["k"], sealed["hashes"]["sha256"], sealed["iv"])
        return {"name": content.get("filename") or content["body"],
                "mime": (content.get("info") or {}).get("mimetype"), "base64": base64.b64encode(data).decode()}
