# How the bot treats somebody.
profile-show-summary = Shows how I treat you, and how to change it.
profile-zone-summary = Sets your time zone, in which you see and type times.
profile-country-summary = Sets your country, whose help lines come first.
profile-day-start-summary = Sets when your day begins, so that a late night still counts as the same day.
profile-language-summary = Sets the language of my answers to you.
profile-discreet-summary = Keeps what it is about out of the messages I send you unasked.
profile-param-zone = Your time zone, or its city, such as `Europe/London` or `London`.
profile-param-country = Your country, by name or two letters.
profile-param-day-start = The time at which your day begins, such as `04:00`.
profile-param-language = The language, such as `en`.
profile-param-discreet = `on` for neutral messages, `off` for the full text.

profile-title = How I treat you
profile-zone = Time zone
profile-zone-value = { $zone }, where it is { $now }
profile-country = Country
profile-country-none = not chosen, so { $crisis } asks for it.
profile-day-start = Your day begins
profile-day-start-value = { $time }.
profile-language = Language
profile-discreet = Discreet messages
profile-discreet-value = { $value ->
    [on] On: messages I send you unasked don't say what they are about.
   *[off] Off: messages I send you unasked show their full text.
}
profile-history = Check-ins kept
profile-history-value = { $days ->
    [0] No.
   *[other] For { $days } days.
}
profile-own = { $value }.
profile-groups = { $value } (your group's).
profile-change = To change it: { $command }

profile-zone-set = Your time zone is { $zone }. It is { $now } for you now.
profile-zone-reminders = { $count ->
    [one] One reminder that you have already keeps the time zone in which you made it.
   *[other] { $count } reminders that you have already keep the time zone in which you made them.
} { $list } shows them all.
profile-country-set = Your country is { $country }. { $crisis } and resources show its help first.
profile-day-start-set = Your day begins at { $time }. A check-in before that belongs to the day before.
profile-language-set = I'll answer you in { $language }.
profile-language-name = { $code ->
   *[en] English
}
profile-language-unknown = I have no words for { $name } yet.
profile-language-known = I speak { $codes }.
profile-discreet-on = From now on, messages I send you unasked say only that there is something for you, such as “You have a reminder.”, and how to see it. Answers to what you ask yourself stay as they are: only you see them.
profile-discreet-off = Messages I send you unasked now show their full text again, on your lock screen too.
