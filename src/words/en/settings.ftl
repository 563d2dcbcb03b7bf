settings-summary = Shows or changes what holds for this group.
settings-param-key = What to change: zone, country, language, admin-room, no-history, calendar; link joins two groups.
settings-param-value = The new value; a dash brings back the default.
settings-title = What holds for this group
settings-unknown = There is no setting { $key }. There are: { $known }.
settings-set = { $key } is { $value } now.
settings-unset = { $key } is back at its default.
settings-zone-note = What is set up already keeps the zone in which it was made; `/admin schedule edit` changes it.
settings-own = { $value } – { $effect }
settings-default = { $value } (not set; this is the default) – { $effect }
settings-none = not set – { $effect }
settings-effect = { $key ->
    [zone] the time zone of new schedules and meetings, and of members who have chosen none
    [country] whose help lines members see who have chosen none; without one, `/crisis` asks them
    [language] in which I speak in rooms, and to members who have chosen none
    [calendar] platforms in whose own calendar the group's meetings stand: `discord`, which needs the permission Create Events there
    [no-history] platforms on which no check-in is kept, whatever members choose: `discord`, `matrix`, or both with a comma between
   *[admin-room] where I tell admins about messages that did not go out; otherwise the room used last
 }
settings-how = To change one: { $example }. A dash as value brings back the default.
settings-not-a-platform = { $asked } is not a platform. It can be `discord`, `matrix`, or `discord,matrix`.
settings-unknown-room = I don't know the room { $room } yet. Please type `/meetings next` there once, so that I see it. I know: { $known }

# One group on several platforms.
settings-link-hint = { $command } makes this group one with a group on another platform.
settings-link-how = In the other group, where you are an admin as well, send me this within { $minutes } minutes:
settings-link-what = Both become one group: the same schedules, meetings, resources, settings and members, with the rooms of both. This cannot be undone.
settings-link-unknown = I don't know that code. Perhaps it was used already, or its { $minutes } minutes are over. { $command } in the other group makes a new one.
settings-link-own = That code is for the other group: send it to me there.
settings-link-full = Both groups have schedules, meetings, feeds or resources of their own, and I can't tell which should stay. Remove them in one of the two, and then join them.
settings-link-question = Make this group one with { $group }?
settings-link-yes = Yes, join them
settings-link-no = No, keep them apart
settings-link-apart = All right, they stay apart.
settings-link-done = Both are one group now.
settings-link-rooms = A schedule can post in rooms of both. { $command } takes several rooms with commas between, and the platform's name before a room that is elsewhere: `#general,discord:#general`.
settings-link-told = An admin has joined two groups: { $gone } is part of { $stays } now. Schedules, meetings, resources and settings are the same for both.
