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
