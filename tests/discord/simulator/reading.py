"""What stands on a member's screen: Discord's markup, interpreted, as plain text."""

import datetime
import zoneinfo

from simcord.backend.access import channel_accessible
from simcord.components import walk_components
from simcord.preview import _markdown as markdown

# Discord has none of these.
UNKNOWN = ["table", "lheading", "hr", "code", "reference", "html_block", "entity"]
# SUPPRESS_EMBEDS is not used here; LOADING is "is thinking…".
LOADING = 1 << 7
STYLES = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M",
    "F": "%A, %-d %B %Y %H:%M",
}


class Reader:
    """One member's client, in their zone."""

    def __init__(self, world, user, zone):
        self.world, self.user, self.zone = world, user, zoneinfo.ZoneInfo(zone)

    def screen(self):
        """The bot's messages that this member can see, oldest first."""
        backend = self.world.backend
        seen = []
        for number, messages in backend.messages.items():
            if not messages or not channel_accessible(backend, number, self.user, history=True):
                continue
            for message in messages.values():
                mine = message.author_id == backend.bot_user.id and message.visible_to(self.user)
                if mine and not message.flags & LOADING:
                    seen.append(self.message(message))
        seen.sort(key=lambda one: int(one["id"]))
        return seen + [self.form(one) for one in [self.opened()] if one]

    def opened(self):
        """The form that is open: it closes when it is sent, and when something else is done."""
        mine = [one for one in self.world.backend.interactions.values() if one.user_id == self.user]
        last = max((one for one in mine if one.type != 4), key=lambda one: one.id, default=None)
        return last if last and last.modal and not last.modal_consumed else None

    def form(self, record):
        texts = [record.modal["title"]]
        texts += [self.text(text, "text_display") for text in displays(record.modal["components"])]
        return {
            "id": f"form {record.id}",
            "channel": str(record.channel_id),
            "direct": record.guild_id is None,
            "ephemeral": True,
            "text": "\n".join(texts),
            "raw": "",
            "mentions": [],
            "roles": [],
            "everyone": False,
            "at": "",
            "components": record.modal["components"],
            "files": [],
        }

    def message(self, message):
        backend = self.world.backend
        channel = backend.get_channel(message.channel_id)
        texts = [self.text(message.content, "message")]
        texts += [self.text(text, "text_display") for text in displays(message.components)]
        texts += [text for embed in message.embeds for text in self.embed(embed)]
        return {
            "id": str(message.id),
            "channel": str(message.channel_id),
            "direct": channel.guild_id is None,
            "ephemeral": message.is_ephemeral,
            "text": "\n".join(text for text in texts if text),
            "raw": message.content,
            "mentions": [str(user) for user in message.ping_user_ids],
            "roles": [str(role) for role in message.ping_role_ids],
            "everyone": message.mention_everyone,
            "at": "",
            "components": message.components,
            "files": [{"name": one["filename"], "url": one["url"]} for one in message.attachments],
        }

    def embed(self, embed):
        yield (embed.get("author") or {}).get("name") or ""
        yield self.text(embed.get("title"), "embed_title")
        yield self.text(embed.get("description"), "embed_description")
        for field in embed.get("fields") or []:
            name = self.text(field.get("name"), "embed_field_name")
            yield f"{name}: {self.text(field.get('value'), 'embed_field_value')}"
        yield (embed.get("footer") or {}).get("text") or ""

    def text(self, text, field):
        if not text:
            return ""
        parser = self.parser(field)
        policy = markdown._FIELD_POLICIES[field]
        parse = parser.parse if policy["mode"] == "blocks" else parser.parseInline
        return "".join(self.blocks(parse(markdown._discord_multiline_quotes(text), {}))).strip()

    def parser(self, field):
        backend = self.world.backend
        commands = [one for scope in backend.commands.values() for one in scope.values()]
        context = {
            "users": {str(user.id): user.global_name or user.name for user in backend.users.values()},
            "channels": {str(one.id): one.name for one in backend.channels.values()},
            "commands": {one["id"]: one["name"] for one in commands},
        }
        parser = markdown._markdown_parser(markdown._FIELD_POLICIES[field], context)
        parser.disable(UNKNOWN, True)
        return parser

    def blocks(self, tokens):
        for token in tokens:
            if token.type == "inline":
                yield from self.line(token.children or [])
                yield "\n"
            elif token.type == "fence":
                yield token.content
            elif token.type == "list_item_open":
                yield f"{token.info}. " if token.info else "• "

    def line(self, tokens):
        links = []
        for token in tokens:
            if token.type == "link_open":
                links.append((token.attrs["href"], []))
                continue
            if token.type == "link_close":
                href, label = links.pop()
                label = "".join(label)
                said = label if label in href or href in label else f"{label} ({href})"
            elif token.type in ("softbreak", "hardbreak"):
                said = "\n"
            elif token.type == "discord_timestamp":
                said = self.instant(token.meta["unix"], token.meta["style"])
            elif token.type in ("discord_mention", "discord_command"):
                said = token.meta["label"]
            elif token.type == "discord_spoiler_delimiter":
                # Two of them hide what is between; what is meant literally is escaped.
                said = "▓"
            else:
                said = token.content
            if links:
                links[-1][1].append(said)
            else:
                yield said

    def instant(self, unix, style):
        at = datetime.datetime.fromtimestamp(unix, self.zone)
        if style != "R":
            return at.strftime(STYLES[style])
        seconds = (at - self.world.backend.clock.now()).total_seconds()
        for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
            if abs(seconds) >= size or size == 1:
                count = round(abs(seconds) / size)
                said = f"{count} {unit}{'' if count == 1 else 's'}"
                return f"in {said}" if seconds > 0 else f"{said} ago"
        return "now"


def displays(components):
    """The texts of the newer components."""
    return [one.get("content") or "" for one in walk_components(components) if one.get("type") == 10]
