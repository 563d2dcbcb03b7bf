"""What members do, and what befalls the server: POST /_sim/VERB with JSON, answered with JSON.

Whatever a person could not do in Discord's client is refused with 409 and the reason.
"""

import base64

import discord
from aiohttp import web
from reading import Reader
from simcord import interactions as simcord_interactions
from simcord._modal import _submit_modal
from simcord.actors import MemberActor, _autocomplete_result
from simcord.backend import serializers
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.enums import ChannelType, OptionType
from simcord.results import InteractionResult, ResponseMessage
from world import OPENED

# Verbs that change nothing.
LOOKING = {"screen", "interaction", "unanswered", "events", "wait", "met", "connected", "state", "requests"}

# How long a client waits before it says that the application did not respond.
PATIENCE = 4.0


class Verbs:
    def __init__(self, world, gateway):
        self.world, self.gateway = world, gateway
        self.backend, self.env = world.backend, world.env
        self.away = {}

    async def serve(self, request):
        asked = await request.json() if request.can_read_body else {}
        verb = getattr(self, "do_" + request.match_info["verb"], None)
        if verb is None:
            return web.json_response({"refused": "there is no such verb"}, status=404)
        try:
            answer = await verb(**asked)
        except (SetupError, BackendError) as error:
            return web.json_response({"refused": str(error)}, status=409)
        if request.match_info["verb"] not in LOOKING:
            self.world.bump()
        return web.json_response(answer)

    # Who and where.

    def guild(self, guild):
        return GuildHandle(self.env, self.backend.get_guild(int(guild)))

    def actor(self, user, guild):
        who = UserHandle(self.env, self.backend.get_user(int(user)))
        return MemberActor(self.env, self.guild(guild), who) if guild else who

    def place(self, who, channel):
        if isinstance(who, UserHandle):
            return who.dm_channel
        return ChannelHandle(self.env, who.guild, self.backend.get_channel(int(channel)))

    def standing(self, channel, message):
        return ResponseMessage(self.env, self.backend.get_message(int(channel), int(message)))

    async def result(self, wait=PATIENCE):
        record = OPENED.get()
        await self.world.until(lambda: record.responded, wait)
        return self.shown(record)

    def shown(self, record):
        result = InteractionResult(self.env, record)
        return {
            "interaction": str(record.id),
            "acknowledged": record.responded,
            "kind": record.response_kind,
            "loading": record.loading,
            "ephemeral": record.ephemeral,
            "message": str(record.message_id) if record.message_id else None,
            "followups": [str(one) for one in record.followup_ids],
            "modal": result.modal,
            "choices": result.autocomplete_choices,
        }

    # The world.

    async def do_guild(self, name, channels=("general",), system=False):
        # The bot hears of it when all of it is there.
        listeners, self.backend.subscribers = self.backend.subscribers, []
        guild = self.backend.create_guild(name)
        made = [self.backend.create_channel(guild.id, one) for one in channels]
        if system:
            self.backend.edit_guild(guild.id, {"system_channel_id": made[0].id})
        self.backend.subscribers = listeners
        whole = serializers.guild_create_payload(self.backend, guild)
        self.backend.emit("GUILD_CREATE", whole)
        return {
            "guild": str(guild.id),
            "owner": str(guild.owner_id),
            "channels": [str(one.id) for one in made],
        }

    async def do_user(self, name):
        return {"user": str(self.backend.make_user(name).id)}

    async def do_join(self, user, guild, permissions=0):
        roles = []
        if permissions:
            allowed = discord.Permissions(int(permissions))
            roles = [self.guild(guild).create_role(f"role of {user}", permissions=allowed).id]
        self.backend.add_member(int(guild), int(user), roles=roles, announce=True)
        return {}

    async def do_leave(self, user, guild):
        self.backend.remove_member(int(guild), int(user))
        return {}

    async def do_direct(self, user):
        return {"channel": str(self.backend.get_dm_channel(int(user)).id)}

    async def do_channel(self, guild, name, kind="TEXT"):
        made = self.backend.create_channel(int(guild), name, type=ChannelType[kind])
        return {"channel": str(made.id)}

    async def do_remove_channel(self, channel):
        self.backend.delete_channel(int(channel))
        return {}

    async def do_deny(self, channel, permissions, target=None):
        """Takes permissions in a channel from the bot, or from a role or member."""
        who = int(target or self.backend.bot_user.id)
        kind = 0 if any(who in guild.roles for guild in self.backend.guilds.values()) else 1
        denied = Overwrite(target_id=who, type=kind, allow=0, deny=int(permissions))
        self.backend.set_overwrite(int(channel), denied)
        return {}

    async def do_thread(self, channel, name, user):
        thread = self.backend.create_thread(int(channel), name, owner_id=int(user))
        return {"channel": str(thread.id)}

    async def do_archive(self, channel, locked=False):
        thread = self.backend.get_channel(int(channel))
        thread.thread_metadata.archived, thread.thread_metadata.locked = True, locked
        self.backend.emit("THREAD_UPDATE", serializers.thread_payload(self.backend, thread))
        return {}

    async def do_role(self, guild, name, permissions=0, user=None):
        role = self.backend.create_role(int(guild), name, permissions=int(permissions))
        if user:
            self.backend.add_member_role(int(guild), int(user), role.id)
        return {"role": str(role.id)}

    async def do_allow(self, guild, command, user):
        """An admin lets somebody use a command that Discord would not show to them."""
        found = self.backend.find_command(command, None)
        if found is None:
            raise SetupError(f"there is no command {command}")
        standing = self.backend.get_command_permissions(int(guild), int(found["id"])) or []
        mine = {"id": str(user), "type": 2, "permission": True}
        self.backend.set_command_permissions(int(guild), int(found["id"]), [*standing, mine])
        return {}

    async def do_remove_guild(self, guild):
        """The bot is put out of a server. The server itself stays as it is."""
        there = self.backend.get_guild(int(guild))
        ids = [*there.channel_ids, *there.thread_ids]
        rooms = {one: self.backend.channels[one] for one in ids}
        said = {one: self.backend.messages[one] for one in ids if one in self.backend.messages}
        self.away[guild] = (there, rooms, said)
        self.backend.remove_guild(int(guild))
        return {}

    async def do_return_guild(self, guild):
        """The bot is let into a server again."""
        there, rooms, said = self.away.pop(guild)
        self.backend.guilds[there.id] = there
        self.backend.channels.update(rooms)
        self.backend.messages.update(said)
        whole = serializers.guild_create_payload(self.backend, there)
        self.backend.emit("GUILD_CREATE", whole)
        return {}

    async def do_advance(self, seconds):
        self.backend.advance_clock(float(seconds))
        return {}

    # What members do.

    async def do_command(self, user, name, options, guild=None, channel=None, wait=PATIENCE):
        who = self.actor(user, guild)
        place = self.place(who, channel)
        options = self.values(name, options, guild)
        if guild:
            await who.slash(place, name, **options)
        else:
            await who.slash(name, **options)
        return await self.result(wait)

    def values(self, name, options, guild):
        """What somebody types for each option becomes what Discord's client makes of it."""
        parts = name.split()
        root = self.backend.find_command(parts[0], int(guild) if guild else None)
        if root is None:
            raise SetupError(f"there is no command {parts[0]}")
        leaf, _ = simcord_interactions.walk_to_subcommand(root, parts[1:])
        declared = {one["name"]: one for one in leaf.get("options") or []}
        return {key: self.value(declared, key, value, guild) for key, value in options.items()}

    def value(self, declared, key, value, guild):
        if key not in declared:
            raise SetupError(f"there is no option {key}, but {sorted(declared)}")
        kind = declared[key]["type"]
        if kind == OptionType.ATTACHMENT:
            return value["name"], base64.b64decode(value["base64"])
        if kind == OptionType.CHANNEL:
            return ChannelHandle(self.env, self.guild(guild), self.backend.get_channel(int(value)))
        if kind == OptionType.ROLE:
            home = self.guild(guild)
            return RoleHandle(self.env, home, self.backend.get_role(home.id, int(value)))
        if kind in (OptionType.USER, OptionType.MENTIONABLE):
            return self.actor(value, guild)
        # A client shows the names of choices and sends their values.
        named = [one["value"] for one in declared[key].get("choices") or [] if one["name"] == value]
        value = named[0] if named else value
        if kind == OptionType.INTEGER:
            try:
                return int(value)
            except ValueError as error:
                raise SetupError(f"{key} takes a whole number, not {value}") from error
        return value

    async def do_complete(self, user, name, option, typed, options, guild=None, channel=None):
        who = self.actor(user, guild)
        place = self.place(who, channel)
        options = self.values(name, options, guild)
        await _autocomplete_result(who, place, name, option, typed, options)
        return await self.result()

    async def do_click(self, user, channel, message, guild=None, wait=PATIENCE, **button):
        await self.actor(user, guild).click(self.standing(channel, message), **button)
        return await self.result(wait)

    async def do_select(self, user, channel, message, values, custom_id, guild=None, wait=PATIENCE):
        who = self.actor(user, guild)
        await who.select(self.standing(channel, message), values, custom_id=custom_id)
        return await self.result(wait)

    async def do_submit(self, user, interaction, values, guild=None, again=False, wait=PATIENCE):
        record = self.backend.interactions[int(interaction)]
        if again:
            record.modal_consumed = False
        await _submit_modal(self.actor(user, guild), InteractionResult(self.env, record), values)
        return await self.result(wait)

    async def do_menu(self, user, guild, channel, name, message):
        """A command from the menu of a message."""
        who = self.actor(user, guild)
        place = self.place(who, channel)
        await who.context_menu(place, name, self.standing(channel, message))
        return await self.result()

    async def do_raw(self, user, kind, data, channel, guild=None, message=None, wait=PATIENCE, **more):
        """An interaction that no client would send: from an old registration, or out of bounds."""
        record, payload = simcord_interactions.base_payload(
            self.backend,
            type=kind,
            channel_id=int(channel),
            guild_id=int(guild) if guild else None,
            user_id=int(user),
            data=data,
        )
        if message:
            standing = self.backend.get_message(int(channel), int(message))
            payload["message"] = dict(serializers.message_payload(self.backend, standing))
            record.source_message_id = standing.id
        for key, value in more.items():
            if value is None:
                payload.pop(key, None)
            else:
                payload[key] = value
        OPENED.set(record)
        self.backend.emit("INTERACTION_CREATE", payload)
        return await self.result(wait)

    async def do_event(self, kind, payload):
        """An event of the gateway, whatever it holds."""
        self.backend.emit(kind, payload)
        return {}

    async def do_say(self, user, channel, text):
        message = self.backend.create_message(int(channel), int(user), text)
        return {"message": str(message.id)}

    async def do_change(self, channel, message, text):
        self.backend.edit_message(int(channel), int(message), {"content": text})
        return {}

    async def do_take_back(self, channel, message):
        self.backend.delete_message(int(channel), int(message))
        return {}

    # What members see.

    async def do_screen(self, user, zone="UTC"):
        return Reader(self.world, int(user), zone).screen()

    async def do_interaction(self, interaction):
        return self.shown(self.backend.interactions[int(interaction)])

    async def do_unanswered(self):
        """The interactions that the bot has promised an answer to and not given one."""
        records = self.backend.interactions.values()
        return [str(one.id) for one in records if one.loading]

    async def do_plan(self, guild, user, name, begins, ends):
        """Somebody makes a scheduled event of their own."""
        made = self.backend.create_scheduled_event(
            int(guild),
            name=name,
            entity_type=3,
            scheduled_start_time=begins,
            scheduled_end_time=ends,
            creator_id=int(user),
            entity_metadata={"location": "somewhere"},
        )
        return {"event": str(made.id)}

    async def do_unplan(self, guild, event):
        """Somebody deletes a scheduled event by hand."""
        self.backend.delete_scheduled_event(int(guild), int(event))
        return {}

    async def do_events(self, guild):
        found = self.backend.get_guild(int(guild)).scheduled_events.values()
        return [dict(serializers.scheduled_event_payload(self.backend, one)) for one in found]

    async def do_wait(self, version, seconds):
        await self.world.until(lambda: self.world.version > version, float(seconds))
        return {"version": self.world.version}

    # What goes wrong, and what happened.

    async def do_fault(self, kind, method="*", path="*", times=1, after=0, **more):
        fault = {"kind": kind, "method": method, "path": path, "times": times, "after": after}
        self.world.faults.append(fault | more)
        return {}

    async def do_mend(self):
        self.world.faults.clear()
        self.world.cut = False
        return {"met": self.world.met}

    async def do_met(self, count, seconds):
        return {"met": await self.world.until(lambda: self.world.met >= count, float(seconds))}

    async def do_disturb(self, what, code=4000):
        await self.gateway.disturb(what, code)
        return {}

    async def do_refuse(self, code):
        """The next IDENTIFY is refused with this code."""
        self.world.refusal = code
        return {}

    async def do_cut(self, quietly=False):
        """The network is cut until `mend`; quietly, nobody hears that the connection is gone."""
        self.world.cut = True
        for what in ("silence", "unacknowledged") if quietly else ("abort",):
            await self.gateway.disturb(what, None)
        return {}

    async def do_connected(self, count, seconds):
        """Returns when there have been so many beginnings of a session, and all sockets stand."""
        sessions = self.world.sessions

        def standing():
            begun = sum(one["did"] in ("identify", "resume") for one in self.world.doings)
            return begun >= count and any(one.connected() for one in sessions.values())

        return {"connected": await self.world.until(standing, float(seconds)), "begun": self.begun()}

    def begun(self):
        return sum(one["did"] in ("identify", "resume") for one in self.world.doings)

    async def do_state(self):
        scopes = self.backend.commands.values()
        return {
            "application": str(self.backend.application_id),
            "bot": str(self.backend.bot_user.id),
            "commands": [one for scope in scopes for one in scope.values()],
            "identifies": self.world.identifies,
            "heartbeats": self.world.heartbeats,
            "begun": self.begun(),
            "doings": self.world.doings,
            "dropped": self.world.dropped,
            "version": self.world.version,
            "connected": sum(one.connected() for one in self.world.sessions.values()),
        }

    async def do_requests(self, since=0):
        return self.world.requests[since:]
