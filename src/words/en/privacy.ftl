# What is kept about somebody.
privacy-show-summary = Shows what I keep about you, for how long, and how to delete it.
privacy-history-summary = Sets for how many days I keep your check-ins, or that I keep none.
privacy-export-summary = Gives you everything I keep about you, in one file.
privacy-erase-summary = Deletes everything I keep about you. It asks first.
privacy-link-summary = Makes two of your accounts one, so that both see the same reminders and history.
privacy-param-history = For how many days: `off`, `30`, `90` or `365`.
privacy-param-code = The code that `/privacy link` showed on your other account.

privacy-title = What I keep about you
privacy-never = I don't keep your name or your messages. What I do keep is only for you:
privacy-kept-profile = your settings, as in `/profile show`
privacy-kept-accounts = { $count ->
    [one] the chat account that you write from
   *[other] the { $count } chat accounts that you write from
}
privacy-kept-groups = { $count ->
    [one] the group in which you have used me, and when you last did
   *[other] the { $count } groups in which you have used me, and when you last did
}
privacy-kept-checkins = { $count ->
    [one] 1 check-in
   *[other] { $count } check-ins
}
privacy-kept-reminders = { $count ->
    [one] 1 reminder
   *[other] { $count } reminders
}
privacy-kept-meeting-reminders = { $count ->
    [one] a reminder before 1 meeting
   *[other] reminders before { $count } meetings
}
privacy-kept-attendance = { $count ->
    [one] whether you come to 1 meeting
   *[other] whether you come to { $count } meetings
}
privacy-kept-prompts = { $count ->
    [one] 1 question I asked you, without what you wrote
   *[other] { $count } questions I asked you, without what you wrote
}
privacy-kept-messages = { $count ->
    [one] a note of 1 message to you or from you to the group, without its text once it is sent
   *[other] notes of { $count } messages to you or from you to the group, without their text once they are sent
}
privacy-kept-derived = { $count ->
    [one] which message of yours set or answered 1 thing, so that it goes when you delete the message
   *[other] which messages of yours set or answered { $count } things, so that they go when you delete the message
}
privacy-kept-group-work = { $count ->
    [one] 1 thing that you set up or changed for the group
   *[other] { $count } things that you set up or changed for the group
}
privacy-long = How long
privacy-long-checkins = { $days ->
    [0] Check-ins are not kept.
   *[other] Each check-in is deleted after { $days } days.
}
privacy-long-rest = Whether you come to a meeting is forgotten a day after it; notes of messages and questions after 90 days at the latest, or when they can no longer be answered. The rest stays until you delete it.
privacy-change = Your choice
privacy-change-text = { $off } deletes your check-ins and keeps none. { $export } gives you everything in one file. { $erase } deletes all of it.

privacy-history-question = Keep your check-ins for { $days } days?
privacy-history-yes = Yes, keep them
privacy-history-no = No
privacy-history-unchanged = All right, nothing has changed. If you change your mind: { $command }.
privacy-history-old = That question is from a while ago, so I have not changed anything because of it. To be asked again: { $command }.
privacy-history-off = From now on I don't keep your check-ins.
privacy-history-same = I keep your check-ins for { $days } days, as before.
privacy-history-on = From now on I keep your check-ins for { $days } days, for you alone. The ones before this are not among them.
privacy-history-changed = I now keep your check-ins for { $days } days instead of { $before }.
privacy-history-deleted = { $count ->
    [one] I have deleted 1 check-in.
   *[other] I have deleted { $count } check-ins.
}
privacy-history-left = { $count ->
    [one] 1 is still here.
   *[other] { $count } are still here.
}
privacy-history-not-here = In this group nothing is kept of what you answer on { $platform ->
    [discord] Discord
    [matrix] Matrix
   *[other] this platform
}, whatever you choose: its organizers decided so. Elsewhere your choice counts.
privacy-history-again = You can still check in any time. If you change your mind: { $command }.

privacy-export-done = Here is everything I keep about you. It is a text file that people and programs can read.
privacy-export-care = It may hold personal things, so keep it where only you see it.
privacy-export-file = Everything I keep about you, as JSON

privacy-erase-question = Delete everything I keep about you?
privacy-erase-final = This cannot be undone. To have a copy first: { $export }.
privacy-erase-yes = Yes, delete it all
privacy-erase-no = No, keep it
privacy-erase-kept = All right, everything stays as it is.
privacy-erase-old = That question is from a while ago, so I have not deleted anything because of it. To be asked again: { $erase }.
privacy-erased = Done. I have deleted what I kept about you:
privacy-erased-rest = What I cannot take back:
privacy-erased-chat = messages that are already in the chat; you can delete your own there
privacy-erased-backups = copies in backups that whoever runs me has made, until newer ones replace them
privacy-erased-group-work = { $count ->
    [one] 1 thing that you set up or changed for the group stays, but no longer says that it was you
   *[other] { $count } things that you set up or changed for the group stay, but no longer say that it was you
}
privacy-erased-after = If you write to me again, we meet as if for the first time. Take care.

privacy-link-how = On your other account, send me this within { $minutes } minutes:
privacy-link-care = Whoever sends it and then says yes shares everything with this account: check-ins, reminders, settings. Send it only from an account of your own, and give it to nobody.
privacy-link-unknown = I don't know that code. Perhaps it was used already, or its { $minutes } minutes are over. { $command } on your other account makes a new one.
privacy-link-question = Join this account with { $account } on { $platform }?
privacy-link-what = Both become one: settings, reminders, check-ins and answers. Each account then sees all of it. This cannot be undone.
privacy-link-history = { $days ->
    [0] Check-ins: the later of your choices holds, and it says that none are kept.
   *[other] Check-ins: the later of your choices holds, and it says that they are kept for { $days } days.
}
privacy-link-yes = Yes, join them
privacy-link-no = No, keep them apart
privacy-link-apart = All right, they stay apart.
privacy-platform = { $platform ->
    [discord] Discord
    [matrix] Matrix
   *[console] this terminal
}
privacy-link-own = That code is for your other account: send it to me from there.
privacy-link-done = Your accounts are linked. Both now have the same settings, reminders and history; { $profile } shows what holds.
privacy-link-deleted = { $count ->
    [one] 1 check-in was deleted, because your latest choice about keeping them does not cover it.
   *[other] { $count } check-ins were deleted, because your latest choice about keeping them does not cover them.
}
privacy-link-told = Another account is now linked with this one, because it sent me your code. { $show } shows what I keep. If that was not you, please tell an organizer.
