# After the bot was interrupted in the middle of an answer.
again-done = I was interrupted before I could answer you. What you asked for is done; there is no need to send it again.
again-done-look = I was interrupted before I could answer you. What you asked for is done; { $command } shows how it stands.

# To somebody who deleted a message of theirs. Others may see the notification: nothing of what it was about.
again-reminder-gone = { $count ->
    [one] You took back the message that set a reminder, so it will not come. { $list } shows those that will.
   *[other] You took back the message that set { $count } reminders, so they will not come. { $list } shows those that will.
}
again-day-gone = You took back or changed one of several messages about the same day. I keep one answer for each day, and not which message said what, so what the others said is gone too. You can say it again whenever you like.
