# The search over meetings.
search-find-summary = Finds meetings by day, place, kind or name.
search-param-text = What you are looking for, in your own words: thursday women zoom.
search-param-day = Only on this day.
search-param-type = Only this kind, such as women, newcomer, Spanish.
search-param-how = In person, online, or both.

search-empty = What are you looking for? A day, a place, a kind or a name, for example { $example }. To see what is on next: { $next }
search-title = { $count ->
    [one] 1 meeting for { $parts }.
   *[other] { $count } meetings for { $parts }.
}
search-title-many = More than { $count } meetings for { $parts }. Here are the next ones; a day, a place or a kind narrows it down.
search-corrected = I looked for “{ $meant }” instead of “{ $typed }”.
search-item = **{ $name }** – { $when }, { $how }: { $show }
search-item-place = **{ $name }** – { $when }, { $how }, { $place }: { $show }
search-shown = { $from } to { $until } of { $count }.
search-shown-last = The last of { $count }.
search-more = More
search-zone-unset = Days and times are in { $zone }, your group's time zone. To see your own: { $command }

search-nothing = I found no meeting for { $parts }.
search-nothing-next = Fewer or other words may help. To see what is on next: { $command }
search-less-title = If you leave something out, there are some:
search-less = Without { $part }: { $count ->
    [one] 1 meeting
   *[other] { $count } meetings
}, { $command }
search-less-many = Without { $part }: more than { $count } meetings, { $command }

# What was understood.
search-or = or
search-day = { $day ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
}
search-crisis = If things are hard right now, you don't have to wait for a meeting: { $crisis } has people to call or text, at any hour.
search-coping = For the next few minutes: { $tool }. And { $crisis } has people to call or text, at any hour.
search-now = on now, since { $when }
search-near = { $when ->
    [now] now or soon
    [today] today
    [tonight] tonight
   *[tomorrow] tomorrow
}
search-hours = { $from } to { $until }
search-time = “{ $typed }”
search-kind = { $kind }
search-how = { $how ->
    [in_person] in person
    [hybrid] in person and online
   *[online] online
}
search-place = the place “{ $word }”
search-word = “{ $word }”
