settings-summary = Shows or changes what holds for this group.
settings-param-key = What to change: zone, country, language or admin-room.
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
    [country] whose help lines come first for members who have chosen none
    [language] in which I speak in rooms, and to members who have chosen none
   *[admin-room] where I tell admins about messages that did not go out; otherwise the room used last
 }
settings-how = To change one: { $example }. A dash as value brings back the default.
settings-unknown-room = I don't know the room { $room } yet. Please type `/meetings next` there once, so that I see it. I know: { $known }
