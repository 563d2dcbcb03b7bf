# Check-ins. Thanks fit the answer; nothing is praised, blamed or counted against anybody.
checkin-summary = Checks in: how you are today. Every answer is optional; without any it opens the form.
checkin-param-mood = How you are, from 1 to 5 or in words.
checkin-param-craving = How strong urges are right now, from 0 to 10.
checkin-param-note = Anything you want to add, up to 1000 characters.
checkin-param-share = Who sees it: only you, or the group too.

checkin-mood = { $mood ->
    [1] very low
    [2] low
    [3] okay
    [4] good
   *[5] very good
}
checkin-halt = { $need ->
    [hungry] hungry
    [angry] angry
    [lonely] lonely
    [tired] tired
   *[none] none of these
}
checkin-support = { $wish ->
    [resources] places and people to turn to
    [room] company from the room
   *[no] no
}
checkin-share = { $with ->
    [group] the group too
   *[me] only me
}

# The prompt in a room.
checkin-room-question = How are you today?
checkin-room-how = One tap is enough. Only you see your answer; the room sees a number, never names.
checkin-room-count = { $count ->
    [one] One person has checked in.
   *[other] { $count } people have checked in.
}
checkin-more = More
# Below the answer to a check-in: the form once more, with what was said.
checkin-change = Change or add

# The form.
checkin-form = Take what fits and leave the rest. Only you see it, unless you share it.
checkin-form-late = This is for { $date }. Take what fits and leave the rest. Only you see it, unless you share it.
checkin-field-mood = How are you right now?
checkin-field-craving = Urges: 0 (none) to 10 (the strongest ever)
checkin-field-halt = Is it any of these?
checkin-field-intention = One small thing for today
checkin-field-note = Anything else?
checkin-field-support = Would support help?
checkin-field-share = Who may see your mood, urges and note?

# What was answered, said back.
checkin-said-mood = Mood
checkin-said-craving = Urges
checkin-said-craving-value = { $craving } out of 10
checkin-said-halt = Right now
checkin-said-intention = One small thing
checkin-said-note = Note

checkin-thanks = { $mood ->
    [1] Thank you for telling me. It takes something to check in on a day like this.
    [2] Thank you for checking in, on a low day too.
    [3] Thank you for checking in.
    [4] Thank you for checking in. It is good to hear that.
    [5] Thank you for checking in. That is lovely to hear.
   *[none] Thank you for checking in.
}
checkin-late = It counts for { $date }.
checkin-kept = Kept for { $days } days. `/progress` shows how it goes, to you alone.
checkin-kept-quietly = Kept for { $days } days, for you alone.
checkin-not-kept = I keep none of it.
checkin-not-kept-beside = Apart from what the room sees, I keep none of it.
checkin-nothing = Nothing was filled in, and that is fine. You can check in whenever you like: `/checkin`.
checkin-tools = Something for the next few minutes, if you like: `/coping surf` or `/coping ground`.
checkin-crisis = And if it gets too heavy to carry alone, `/crisis` has people to call or text at any hour.
checkin-back = Take back

checkin-too-late = That question was for { $date }, and it is too late to answer it now. Today is open, though: `/checkin`.
checkin-form-old = That form is from a while ago. A new one is here whenever you like: `/checkin`.

# Taking back.
checkin-taken-back = Taken back. Nothing of it is kept.
checkin-taken-back-room = The room no longer shows what you shared, except where somebody has read it already.

# Sharing.
checkin-shares = { $who } shares: { $what }
checkin-shares-mood-urges = { $mood } · urges { $craving }/10
checkin-shares-urges = urges { $craving }/10
checkin-shares-note = { $said } · { $note }
checkin-share-taken-back = { $who } took their check-in back.
checkin-company = { $who } would welcome company.
checkin-shared = Your mood, urges and note are shown in the room, as you asked.
checkin-held-shown = Your mood and urges are shown in the room, as you asked. Your note is not: what it speaks of is for people who can be there for you. If you would welcome company from the room, `/checkin` can ask for it, and says nothing else.
checkin-held = Your note is not shown in the room: what it speaks of is for people who can be there for you. If you would welcome company from the room, `/checkin` can ask for it, and says nothing else.
checkin-shared-elsewhere = Your check-in stands in another room already. I changed it there.
checkin-unshared = What you had shared was taken back from the room.
checkin-shared-before = What you shared in the room stays as it was. To change it there too, share again.
checkin-share-nothing = There was nothing to share yet. Add how you are, as in `/checkin good --share group`.
checkin-share-where = I don't know which room you mean, so I shared nothing. Check in from the room itself.
checkin-company-asked = I told the room that you would welcome company, and nothing else.
checkin-company-where = I don't know which room to ask, so I asked nobody. Check in from the room itself.

# Resources, when asked for.
checkin-resources = People who know about this:
checkin-resources-none = I have no checked help line for your country. Some that help anywhere: `/resources topic directory`.
checkin-resources-more = More: `/resources topic`. For another country: `/profile country gb`.

# What could not be read, field by field.
checkin-bad-opening = I took what I could read. This part I could not:
checkin-bad-mood = Mood is a number from 1 to 5, or one of: { $choices }. I got { $typed }.
checkin-bad-craving = Urges are a whole number from 0 to 10. I got { $typed }.
checkin-bad-halt = “Any of these” can be { $choices }, with commas between. I got { $typed }.
checkin-bad-support = Support can be { $choices }. I got { $typed }.
checkin-bad-share = Who sees it can be { $choices }. I got { $typed }, so nothing was shared.
checkin-bad-long = { $field ->
    [note] The note
   *[intention] The small thing for today
 } is { $got } characters long, and I can take { $most }. Please shorten it; the rest is fine.
checkin-note-long = The note is { $got } characters long, and I can take { $most }. So that nothing is half done, I have not taken anything yet. Please shorten the note and send it again.
checkin-note-long-rest = The rest was: { $again }

# Asking whether to keep it.
checkin-consent = Keep my check-ins so that I can see how I am doing?
checkin-consent-opening = So far, nothing of what you answer is kept. You can change that, if you like:
checkin-consent-what = What
checkin-consent-what-text = Your answers to check-ins: mood, urges, what you need, your note. They say something about your health.
checkin-consent-why = Why
checkin-consent-why-text = So that `/progress` can show you how it goes. For nothing else.
checkin-consent-who = Who sees it
checkin-consent-who-text = Only you; organizers don't. It lies in a file on the computer of whoever runs this bot.
checkin-consent-long = How long
checkin-consent-long-text = As many days as you choose. Then each answer is deleted by itself.
checkin-consent-delete = How to delete it
checkin-consent-delete-text = `/privacy history off` deletes all of it at once. Each answer can be taken back too.
checkin-consent-way = On the way
checkin-consent-way-text = { $platform ->
    [discord] What you type here passes through Discord as well, which can read it and has rules of its own.
   *[other] { "" }
}
checkin-consent-choice = { $days ->
    [30] Yes, 30 days
    [90] Yes, 90 days
    [365] Yes, 365 days
   *[0] No
}
checkin-consent-yes = From now on I keep your check-ins for { $days } days, for you alone. The answer before this question is not among them. To have today in it, check in again:
checkin-consent-no = All right, nothing is kept, and I won't ask again. If you change your mind: `/privacy history 90`.
checkin-consent-done = You have chosen already. To change it: `/privacy history 90`, or `/privacy history off`.
checkin-consent-old = That question is from a while ago, so I have not changed anything. You can choose any time: `/privacy history 90`, or `/privacy history off`.

# A civil date without its year.
checkin-date = { $weekday ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
 } { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
