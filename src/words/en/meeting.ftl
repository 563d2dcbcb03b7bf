# Meetings: what is on, reminders, who comes.
meeting-next-summary = Shows the group's next meetings, in your time and in theirs.
meeting-show-summary = Shows one meeting, with its calendar file; `mine` gives one for all you go to.
meeting-remind-summary = Reminds you before each meeting.
meeting-unremind-summary = Ends your reminder for a meeting.
meeting-attend-summary = Says whether you come next time. Others see how many come, never who.
meeting-add-summary = Adds a meeting of the group's own.
meeting-edit-summary = Changes a meeting, brings a cancelled date back, or ends its announcements.
meeting-cancel-summary = Cancels one date of a meeting and tells those who count on it.
meeting-remove-summary = Removes a meeting of the group's own and tells those who count on it.
meeting-announce-summary = Announces a meeting in a room each time before it begins.

meeting-param-count = How many to show.
meeting-param-meeting = Which meeting: its name or short name.
meeting-param-meeting-or-mine = Which meeting: its name or short name, or `mine`.
meeting-param-before = How many minutes before it begins; 0 is at the start.
meeting-param-before-default = How many minutes before it begins; 15 if you say nothing.
meeting-param-answer = Whether you come.
meeting-param-room = In which room; this one if you say nothing.
meeting-param-name = What it is called.
meeting-param-phrase = When it is.
meeting-param-minutes = How many minutes it lasts; 60 if you say nothing.
meeting-param-where = Where it is: an address, a link, or both.
meeting-param-where-edit = Where it is: an address, a link, or both; `none` empties it.
meeting-param-zone = The time zone of the meeting; the group's if you say nothing.
meeting-param-notes = What people should know; `none` empties it.
meeting-param-date = The date that does not take place, in the meeting's time zone.
meeting-param-restore = A cancelled date that takes place after all.
meeting-param-quiet = A room in which it is no longer announced.

# One meeting.
meeting-when-there = { $here } ({ $there } there)
meeting-rule = { $phrase } ({ $zone })
meeting-by-appointment = by appointment
meeting-how = { $how ->
    [in_person] in person
    [hybrid] in person and online
    [online] online
   *[inactive] not meeting for now
}
meeting-choice = { $slug } – { $name }, { $rule }
meeting-length = { $minutes } minutes
meeting-field-rule = When
meeting-field-now = Now, since
meeting-field-next = Next
meeting-field-length = Length
meeting-field-how = How
meeting-field-place = Where
meeting-field-link = Join
meeting-field-link-notes = To join
meeting-field-phone = By phone
meeting-field-phone-notes = By phone, too
meeting-field-types = Kind
meeting-field-group = Group
meeting-field-region = Area
meeting-field-page = Website
meeting-field-own = Your answer
meeting-field-reminder = Your reminder
meeting-pattern-note = These notes speak of certain weeks or months, so please check that it meets this time.
meeting-age = From the feed { $feed }, fetched { $days ->
    [0] today
    [one] yesterday
   *[other] { $days } days ago
}.
meeting-show-remind = Shall I remind you? { $command }
meeting-file = Calendar file: { $name }
meeting-lead-start = when it begins
meeting-lead-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} before
meeting-lead-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
} before

# The next ones.
meeting-next-title = Next meetings
meeting-next-item = **{ $name }** – { $when }, { $how } ({ $slug })
meeting-next-now = **{ $name }** – now, since { $when }, { $how } ({ $slug })
meeting-next-cancelled = Not this time: { $name } on { $when } is cancelled.
meeting-next-more = More about one of them: { $command }
meeting-next-none = There is no meeting ahead that I know of.
meeting-next-none-organizer = You can add one: { $command }

# All that somebody goes to.
meeting-mine-title = Your meetings
meeting-mine-file = The file holds them all; your calendar can open it.
meeting-mine-none = You have no reminder for a meeting, and you haven't said that you come to one. To begin: { $command }

# Which one?
meeting-unknown = I don't know a meeting called “{ $typed }”.
meeting-unknown-next = { $command } shows what is on.
meeting-several = That could be one of these. Please use its short name:
meeting-not-own = “{ $name }” comes from a feed, so it is changed there. You can cancel one of its dates or announce it here.
meeting-no-time = “{ $name }” has no set time, so I can't remind anybody of it. Please ask the people who hold it.
meeting-inactive = “{ $name }” is not meeting for now.
meeting-monthly = The name “{ $name }” says that it does not meet every week, but the list it comes from has it every week. I would rather not call you at the wrong time.
meeting-monthly-next = When you know its next date, I can remind you of that: { $command }. An organizer can add it with its real times.
meeting-never-again = “{ $name }” has no date ahead.

# Reminders.
meeting-reminded = I'll remind you of “{ $name }” each time, { $lead }.
meeting-remind-first = First on { $at }, for the meeting on { $when }.
meeting-remind-pattern = Its notes speak of certain weeks or months. I'll show them each time, so that you can check.
meeting-remind-end = To end it: { $command }
meeting-unreminded = I won't remind you of “{ $name }” any more.
meeting-unremind-none = You have no reminder for “{ $name }”.
meeting-unremind-others = You do have reminders for:
meeting-reminder = Coming up: **{ $name }**, { $when }.
meeting-neutral = You have a reminder. { $command } shows what it is about.

# Who comes.
meeting-answer-yes = Coming
meeting-answer-maybe = Maybe
meeting-answer-no = Not today
meeting-answer-kept = { $answer ->
    [yes] coming
    [maybe] maybe
   *[no] not this time
}
meeting-attending = { $answer ->
    [yes] Good to know: you're coming to “{ $name }”, { $when }.
    [maybe] Noted: maybe, for “{ $name }”, { $when }.
   *[no] Noted: not this time, for “{ $name }”, { $when }. You are welcome the next time.
}
meeting-count-yes = { $yes ->
    [one] 1 person is coming.
   *[other] { $yes } people are coming.
}
meeting-count-maybe = { $maybe ->
    [one] 1 person may come.
   *[other] { $maybe } people may come.
}
meeting-count-both = { $yes ->
    [one] 1 person is coming
   *[other] { $yes } people are coming
}, { $maybe } maybe.
meeting-only-number = Others see the number, never who.
meeting-answer-taken-back = Your answer is taken back.
meeting-over = That meeting of “{ $name }” is over. You are welcome the next time.
meeting-not-held = That meeting of “{ $name }” is cancelled, so there is nothing to answer.

# In a room.
meeting-room = Coming up: **{ $name }**, { $when }.
meeting-room-place = Where: { $place }
meeting-room-more = How to join: { $command }. If you like, say whether you come; only the number is shown.
meeting-room-cancelled = **{ $name }** on { $when } does not take place.

# What people with a reminder are told.
meeting-told-changed = Something about “{ $name }” has changed. It is now: { $rule }.
meeting-told-changed-next = Your reminder follows the new time. Everything about it: { $command }
meeting-told-gone = “{ $name }” is no longer on the meeting list that I follow, so it may have ended or moved. I've stopped your reminder for it.
meeting-told-removed = “{ $name }” is no longer one of the group's meetings. I've stopped your reminder for it.
meeting-told-removed-next = You can look for another: { $command }
meeting-told-cancelled = “{ $name }” on { $when } is cancelled. After that it goes on as usual.
meeting-told-restored = “{ $name }” on { $when } takes place after all.

# For organizers.
meeting-added = “{ $name }” is added as { $slug }: { $rule }.
meeting-added-next = The next times:
meeting-added-then = Members can be reminded with { $remind }. To announce it in a room: { $announce }
meeting-edited = “{ $name }” is changed. It is now: { $rule }.
meeting-edit-nothing = Please say what to change, such as { $example }.
meeting-told = { $count ->
    [one] 1 person with a reminder has been told.
   *[other] { $count } people with a reminder have been told.
}
meeting-told-rooms = { $count ->
    [one] The room where it is announced has been told.
   *[other] { $count } rooms where it is announced have been told.
}
meeting-removed = “{ $name }” is removed.
meeting-cancelled = “{ $name }” on { $when } is cancelled.
meeting-cancelled-next = The one after it: { $when }.
meeting-cancelled-back = To bring it back: { $command }
meeting-cancelled-before = “{ $name }” on { $when } is cancelled already. To bring it back: { $command }
meeting-not-cancelled = “{ $name }” on { $when } is not cancelled; it takes place.
meeting-restored = “{ $name }” on { $when } takes place after all.
meeting-date-past = “{ $name }” on { $date } is over already.
meeting-no-date = “{ $name }” is not planned on { $date }.
meeting-nearest-dates = The nearest dates are:
meeting-nearest-date = { $date } – { $typed }
meeting-announced = I'll announce “{ $name }” in { $room } each time, { $lead }.
meeting-announce-first = First on { $at }.
meeting-announce-end = To end it: { $command }
meeting-which-room = Which room? Name it at the end, such as `#general`.
meeting-room-of-others = { $room } belongs to another group.
meeting-quiet = “{ $name }” is no longer announced in { $room }.
meeting-quiet-none = “{ $name }” is not announced in { $room }.
meeting-calendar-forbidden = { $platform ->
    [discord] I may not put meetings into this server's events. I need the permission Create Events for that; or switch it off with `/admin settings calendar -`.
   *[other] I can't put meetings into a calendar on that platform. To switch it off: `/admin settings calendar -`.
}
