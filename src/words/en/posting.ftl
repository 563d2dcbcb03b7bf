# Schedules of a group: what is posted, where and when.
posting-add-summary = Sets up a check-in or a message that I post, once or again and again.
posting-list-summary = Lists what I post in this group, and when.
posting-show-summary = Shows one schedule, with its next times.
posting-preview-summary = Shows when a schedule comes next, with the coming change of clocks.
posting-edit-summary = Changes when, where or what a schedule posts.
posting-pause-summary = Pauses a schedule until it is resumed.
posting-resume-summary = Resumes a schedule that was paused.
posting-skip-summary = Leaves out the next time of a schedule. The ones after it stay.
posting-run-summary = Posts now, besides the usual times.
posting-remove-summary = Removes a schedule.

posting-param-kind = What to post: the check-in question, or a message of your own.
posting-param-phrase = When: again and again (`weekdays 09:00`), or once (`tomorrow 9am`).
posting-param-room = The room to post in. Without it: the room where you type.
posting-param-text = The message. For a check-in: your own question instead of mine.
posting-param-text-edit = The new text. For a check-in, `default` brings my own question back.
posting-param-zone = The time zone. Without it: the group's.
posting-param-schedule = The name of the schedule, as in `/admin schedule list`.
posting-param-count = How many times to show.

posting-kind = { $kind ->
    [checkin] Check-in
   *[message] Message
}
posting-one = { $kind } in { $room }, { $timing }, { $zone } time
posting-added = It's set up, and it's called { $slug }.
posting-next = The next times:
posting-next-one = The only time:
posting-once = It comes once. For every week: { $edit }
posting-change = To change it: { $edit }. To see it again: { $show }.
posting-change-only = To change it: { $edit }.
posting-zone-unset = Your group has no time zone yet, so I used { $zone }. An admin can set one with `/admin settings zone Europe/London`; for this schedule alone, { $edit }.
posting-room-needed = Which room should I post in? You're writing to me directly, so please name it, as in `--room #general`.
posting-room-elsewhere = { $room } is not a room of this group.
posting-room-unknown = I can't see that { $room } is a room of this group where you organize. Use a command of mine in it once, then try again.
posting-room-or-text = Is { $word } the room { $room }, or how the text begins? For the room, put it as { $asroom }. For the text: { $astext }
posting-text-needed = What should the message say? Put it behind the time: { $example }
posting-never = By that rule there is no next time: it is over already.

posting-none = There are no schedules yet. { $example } sets one up.
posting-list-title = What I post here
posting-item = { $slug } – { $what }. { $state }
posting-state-next = Next: { $at }.
posting-state-paused = Paused; { $resume } starts it again.
posting-state-ended = It is over.
posting-shown-title = { $slug }
posting-text = It says:
posting-text-default = It asks my own check-in question.
posting-skipped-list = Left out:
posting-state-waits = Paused for now.
posting-room-paused = I can't post in { $room } at the moment. Please check that I may write there. As soon as somebody uses a command of mine there, I try again.
posting-room-left = I am no longer in { $room }. Once I am let in again, it goes on there. If that room is gone, give it another: { $edit }

posting-unknown = There is no schedule called { $name }.
posting-known = The schedules are { $names }.

posting-changed = Changed. { $slug } is now:
posting-change-nothing = What should I change? For example: { $example }
posting-change-typo = I'm not sure about { $text }: it looks like a time that I can't read. If it is the new text, put it behind `--text`.
posting-skips-forgotten = Times that were to be left out are back in, because the times have changed.
posting-paused = { $slug } is paused. Nothing is posted until { $resume }.
posting-paused-before = { $slug } is paused already. { $resume } starts it again.
posting-pause-ended = { $slug } is over, so there is nothing to pause.
posting-resumed = { $slug } is on again.
posting-resumed-before = { $slug } is not paused.
posting-resume-passed = The time of { $slug } passed while it was paused, so nothing more is posted. { $edit } gives it a new one.
posting-skipped = Left out: { $at }. The rule stays as it is.
posting-skipped-next = After that it comes:
posting-skipped-last = That was the last one, so { $slug } is over now.
posting-skip-paused = { $slug } is paused, so there is no next time to leave out.
posting-skip-ended = { $slug } is over, so there is no next time to leave out.
posting-run = It goes to { $room } now. The usual times stay as they are.
posting-removed = { $slug } is removed. Should you want it back: { $add }

posting-late = A little late, because I was away.
