# What the admins of a group are told about messages that did not go out, and the ledger's words.

delivery-paused = I can no longer post in { $room }, so I have paused what was going there.
delivery-paused-next = Please check that I am still in that room and may write there. I start again as soon as somebody uses a command of mine in it, and I try once a day by myself. `/admin deliveries` shows what was held back.
delivery-undelivered = Some messages for this group did not go out today.
delivery-undelivered-next = `/admin deliveries` shows which ones and why.

delivery-state = { $state ->
    [pending] waiting
    [sending] on its way
    [sent] sent
    [dropped] held back
   *[other] not sent
}
delivery-reason = { $reason ->
    [too_late] its time had passed
    [gone] the room or account is no longer there
    [forbidden] not allowed to write there
    [paused] the room is paused
    [unsupported] the platform cannot carry such a message
    [transport] the platform could not be reached
    [unknown] it is not known whether it arrived, and it was not said twice
    [unreadable] it could not be read back
    [no_place] there is no channel that such news goes to
    [withdrawn] it was no longer needed
    [erased] the person erased their data
   *[other] no reason is known
}
