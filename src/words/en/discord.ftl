# Discord. First what whoever runs Hearth reads when it cannot start.
discord-no-token = Discord is switched on, but there is no token for the bot. Name its file as `discord.token_file`, or set HEARTH_DISCORD_TOKEN.
discord-token-file = The file { $path } with the bot's token could not be read: { $why }
discord-token-empty = { $path } is empty; it should hold the bot's token.
discord-token-shape = { $path } does not hold a Discord bot token. It is made under Bot in Discord's developer portal, is about 70 characters long, and has two dots in it; it is neither the client secret nor the public key.
discord-no-client = Nothing can be asked of Discord from here: { $why }
discord-token-refused = Discord does not accept the bot's token any more. Make a new one under Bot in the developer portal, put it into the token's file, and start Hearth again. Nothing is tried again until then.
discord-no-such-shard = Discord does not know the shard in `discord.shards`. Each process serves its own part of the same number, such as `0-3/8` and `4-7/8`.
discord-more-shards = Discord wants the bot spread over more shards than `discord.shards` says. Raise the number behind the stroke in every process, or leave the line out where there is only one.
discord-version = Discord no longer speaks the version that this Hearth speaks. Install a newer Hearth.
discord-intents = Discord refuses what this Hearth asks to be told. It asks for nothing that needs permission, so please report this as a defect.
discord-invite = To let the bot into a server, open { $link }

# What members see.
discord-long = This is long, so all of it is in the file below.
discord-long-file = The whole answer as text
discord-select = Choose one
discord-form-title = A few questions
discord-form-open = Open the form
discord-form-more = The other questions
discord-form-gone = That question is from a while ago and no longer open. `/help` shows what I can do.
discord-unread = I could not read that, and I'm sorry. Please try once more. For help at any hour: `/crisis`.
discord-busy = I have a lot to do at the moment and could not answer in time. Please try once more in a minute. For help at any hour: `/crisis`.
discord-server = the server
discord-no-answer = That is done.
discord-offer-support = Offer support
discord-offer-support-text = Here is what there is. You can pass on whatever fits, or just be there. I keep nothing of this and tell nobody.
discord-param-file = A file with the meetings, in place of an address.
discord-family = { $name ->
    [meetings] Meetings: what is next, and finding one.
    [resources] People and places that help.
    [remind] Your own reminders.
    [profile] How I treat you.
    [privacy] What I keep about you, and how to delete it.
    [admin] For those who look after this group.
    [schedule] What I post in this group, and when.
    [meeting] The group's own meetings.
    [feed] Feeds of meetings.
    [resource] Resources of the group's own.
   *[other] More.
}
