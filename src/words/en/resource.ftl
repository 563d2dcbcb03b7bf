resource-topic = { $topic ->
    [emergency] Emergency
    [suicide] Thoughts of suicide
    [crisis] Crisis
    [mental-health] Mental health
    [substance-use] Alcohol and other drugs
    [alcohol] Alcohol
    [gambling] Gambling
    [overdose] Overdose
    [poisoning] Poisoning
    [harm-reduction] Safer use
    [treatment] Treatment
    [mutual-aid] Meetings and mutual aid
    [family] Family and friends
    [youth] Young people
    [veterans] Veterans
    [lgbtq] LGBTQ+ people
    [trans] Trans people
    [domestic-violence] Violence at home
    [sexual-assault] Sexual assault
    [social-services] Housing, food and money
   *[directory] More help lines
}

# One way to reach somebody; the value is a number or an address.
resource-channel = { $kind ->
    [call] Call { $value }
    [text] Text { $value }
    [chat] Chat: { $value }
    [video] Video: { $value }
    [tty] Text telephone: { $value }
    [whatsapp] WhatsApp: { $value }
    [email] Write to { $value }
   *[web] { $value }
}
resource-channel-keyword = Text { $keyword } to { $value }
resource-channel-note = { $channel } ({ $note })

# The end of a line in a list.
resource-checked = checked { $when }
resource-checked-doubtful = checked { $when }, but sources differ
resource-checked-old = last checked { $when }, so it may have changed
resource-checked-never = not checked on a known date, so it may have changed

# Names in a card.
resource-hours = Open
resource-languages = Languages
resource-page = Website
resource-country = Where
resource-for = For
resource-anywhere = Any country

resource-source = Source: { $source }. Checked { $when }.
resource-source-undated = Source: { $source }.
resource-flagged = We last checked this in { $when }. It may have changed since, so please look at the website too.
resource-flagged-undated = We don't know when this was last checked. It may have changed, so please look at the website too.
resource-hidden = This is too old for us to rely on ({ $when }). Please look at the website before you use it.
resource-hidden-undated = Nobody has confirmed this yet. Please look at the website before you use it.
resource-doubtful = Our sources don't agree on this one. Please look at the website first.

# Why a resource cannot be saved.
resource-bad-slug = “{ $text }” can't be a short name. Use lower case letters, digits and dashes, 48 at most.
resource-bad-country = I don't know the country “{ $text }”. Write its two letters, or XX for anywhere.
resource-bad-name = It needs a name.
resource-bad-topic = It needs at least one topic.
resource-bad-channel = It needs a way to reach it: a number, an e-mail address or a web address.
resource-bad-source = Please say where this comes from, so that others can check it.
resource-bad-number = “{ $text }” is not a number I can show. Write it as people there dial it.
resource-bad-international = Please write “{ $text }” as people inside the country dial it, without the “+”.
resource-bad-address = “{ $text }” is not a web address. It should begin with https://.
resource-bad-email = “{ $text }” is not an e-mail address.
resource-bad-keyword = “{ $text }” can't be a keyword. A keyword is one word, and only for text messages.

# Commands.
resource-find-summary = Finds people and places that help, best match first.
resource-topic-summary = Lists what there is for a topic, or all topics.
resource-show-summary = Shows everything about one resource.
resource-add-summary = Adds a resource of your group's own.
resource-edit-summary = Changes a resource of your group's own.
resource-confirm-summary = Says that a resource of your group's own is still right, as of today.
resource-remove-summary = Removes a resource of your group's own.
resource-param-text = What you are looking for, in your own words.
resource-param-topic = A topic, such as alcohol or gambling.
resource-param-resource = The short name from a list.
resource-param-own = The short name of one of your group's own.
resource-param-name = What it is called.
resource-param-contact = How to reach it: call 116 123, text HOME to 741741, or a web address.
resource-param-topics = Topics, separated by commas.
resource-param-country = The country where it works.
resource-param-hours = When it answers, such as daily 20-02.
resource-param-source = Where you know it from.
resource-topics = What are you looking for?
resource-topics-hint = `/resources topic` lists what I know about. `/crisis` has help lines at any hour.
resource-no-topic = I have no topic called “{ $typed }”.
resource-known-topics = The topics are { $known }.
resource-unknown = I don't know a resource called “{ $typed }”.
resource-near-item = { $name }: { $command }
resource-nothing = I found nothing that fits. Other words may help, or a topic.
resource-found = { $count ->
    [one] One that may help:
   *[other] { $count } that may help, the closest first:
 }
resource-item = { $line } – { $command }
resource-more = More
resource-crisis-hint = If it can't wait: `/crisis`.
resource-own-source = added by an organizer of this group
resource-added = It is kept as { $slug }, checked today. This is how members see it:
resource-country-guess = Nobody has told me your country, so I took my default for where it works. If that is wrong: { $command }
resource-changed = { $slug } is changed. This is how members see it now:
resource-confirmed = Thank you. { $name } is marked as checked today.
resource-removed = { $name } is gone from the list.
resource-none-own = Your group has no resources of its own yet. To add one: `/admin resource add Night line call 0300 555 0100`
resource-unknown-own = Your group has no resource called “{ $typed }”. It has these:
resource-own-item = { $slug } – { $name }
resource-own-item-old = { $slug } – { $name }, last checked more than 12 months ago
resource-own-item-hidden = { $slug } – { $name }, hidden because its last check is more than 24 months old
resource-grew-old = Nobody has checked { $name } for 12 months. If it is still right, { $confirm } says so.
resource-was-hidden = { $name } is hidden from members now, because its last check is more than 24 months old. If it is still right, { $confirm } brings it back.
