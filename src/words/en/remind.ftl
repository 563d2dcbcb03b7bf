# Personal reminders.
remind-add-summary = Reminds you of something, once or again and again.
remind-list-summary = Lists your reminders.
remind-cancel-summary = Cancels one of your reminders.
remind-param-when = When: once (`in 2h`, `tomorrow 9am`), or again and again (`weekdays 18:30`).
remind-param-text = What to remind you of. Only you see it.
remind-param-reminder = The reminder's name, as in `/remind list`.

remind-added-once = I'll remind you on { $at }.
remind-added-again = I'll remind you { $timing }, first on { $at }.
remind-added-undo = It comes as a direct message. To take it back: { $cancel }.
remind-zone-unset = Times are in { $zone }, your group's time zone. To set your own: `/profile zone Europe/London`.
remind-too-many = You have { $most } reminders, which is as many as I can keep for one person. { $list } shows them, and `/remind cancel` makes room.

remind-list-none = You have no reminders. { $example } sets one.
remind-list-title = Your reminders
remind-item-once = { $slug } – { $at }: { $text }
remind-item-again = { $slug } – { $timing }, next { $at }: { $text }
remind-list-open = Delivered, and not marked as done:
remind-item-open = { $slug } – { $at }: { $text }
remind-list-waiting = On the way to you:
remind-list-missed = Could not reach you:
remind-list-cancel = To cancel one: { $cancel }.

remind-unknown = You have no reminder called { $name }.
remind-known = Yours are { $names }.
remind-cancelled = Cancelled: { $text }

remind-due = A reminder for you:
remind-due-late = A reminder for you, { $late } late, because I was away:
remind-due-discreet = You have a reminder.
remind-due-discreet-late = You have a reminder. It is { $late } late, because I was away.
remind-due-discreet-see = { $list } shows it.
remind-minutes = { $count ->
    [one] a minute
   *[other] { $count } minutes
}
remind-hours = { $count ->
    [one] an hour
   *[other] { $count } hours
}
remind-days = { $count ->
    [one] a day
   *[other] { $count } days
}
remind-done = Done
remind-snooze-minutes = In 10 minutes
remind-snooze-hour = In 1 hour
remind-snooze-tomorrow = Tomorrow
remind-marked-done = All right.
remind-snoozed = I'll remind you again on { $at }.
remind-answered-before = That one is settled already.
remind-answer-late = That was a while ago, so I no longer have it. { $example } sets a new one.

# Said once, in the next answer that reaches them.
remind-missed = { $count ->
    [one] A reminder could not reach you. It was for { $at }.
   *[other] { $count } reminders could not reach you. The last was for { $at }.
}
remind-missed-why = { $reason ->
    [forbidden] I am not allowed to write to you directly.
    [gone] I found no direct room with you.
    [transport] The way to you was closed for a whole day.
   *[unknown] It may have arrived all the same; I could not find out.
}
remind-missed-how = { $platform ->
    [discord] So that the next ones come: open the menu of this server, then Privacy Settings, and allow direct messages.
    [matrix] So that the next ones come: invite me to a direct room.
   *[other] { "" }
}
remind-missed-see = { $list } shows what is open.
