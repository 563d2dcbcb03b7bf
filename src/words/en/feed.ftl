# Meeting feeds: adding them, what was read, what went wrong.
feed-add-summary = Adds a feed of meetings (TSML, BMLT or iCalendar), by address or attached file.
feed-list-summary = Lists the group's feeds, how old they are and what is wrong with them.
feed-refresh-summary = Fetches a feed again, or all of them.
feed-remove-summary = Removes a feed with its meetings and tells those who count on one.
feed-param-source = An address (http or https), or `file` when you attach one.
feed-param-zone = The time zone of meetings that name none; the group's if you say nothing.
feed-param-fellowship = Whose meetings they are, such as `aa` or `na`.
feed-param-feed = Which feed: its short name.
feed-param-feed-or-all = Which feed: its short name; all if you say nothing.

feed-kind = { $code ->
    [tsml] Meeting Guide
    [tsml_wrapped] Meeting Guide
    [airtable] Airtable
    [bmlt] BMLT
   *[icalendar] iCalendar
}
feed-read = { $read ->
    [one] 1 record read ({ $kind }),
   *[other] { $read } records read ({ $kind }),
}
feed-kept = { $kept } kept,
feed-kept-as = { $kept } kept as { $meetings ->
    [one] 1 meeting,
   *[other] { $meetings } meetings,
}
feed-skipped-none = none skipped.
feed-skipped = { $skipped } skipped.

feed-added = The feed { $feed } is added. Its meetings can be found and followed from now on.
feed-nothing = There are no meetings to keep, so nothing was added. Please check that it is the right feed.
feed-refreshed = The feed { $feed } is up to date.
feed-not-kept = I kept the feed { $feed } as it was.
feed-unchanged = The feed { $feed } has not changed since the last time.
feed-same = Nothing has changed.
feed-changes = New: { $added }. Changed: { $changed }. Gone: { $removed }.
feed-skips-title = Skipped:
feed-warnings-title = Worth a look:
feed-group = { $count } × { $what }, such as “{ $name }”
feed-group-plain = { $count } × { $what }
feed-report-attached = The attached report has every line.
feed-report-file = Everything that was skipped or odd, a line for each.
feed-zone-used = Meetings that name no time zone are taken to be in { $zone }.
feed-zone-of-group = Meetings that name no time zone are taken to be in { $zone }, the group's zone. If that is wrong, add the feed again with its zone, as in { $example }.
feed-daily = I fetch it again once a day.
feed-of-file = A file stays as it is. To bring a newer one, attach it under the same name.
feed-last-copy = The last good copy stays in use.
feed-each = { $feed }: { $what }

feed-list-title = Meeting feeds
feed-list-next = To fetch them again now: { $command }
feed-none = There are no feeds yet. To add one: { $example }
feed-unknown = There is no feed called { $feed }.
feed-known = There are: { $feeds }.
feed-item = { $feed } – { $source }: { $count ->
    [one] 1 meeting.
   *[other] { $count } meetings.
}
feed-item-age = Last read { $at }.
feed-item-never = Not read yet.
feed-item-zone = Zone: { $zone }.
feed-item-counts = Skipped: { $skipped }, odd: { $odd }.
feed-item-trouble = The last try brought nothing: { $what }. The copy before it is in use.
feed-refresh-file = That feed came from a file, so there is nothing to fetch. To bring a newer one, attach it under the same name: { $command }
feed-removed = The feed { $feed } is removed, with { $count ->
    [0] no meetings
    [one] 1 meeting
   *[other] its { $count } meetings
}. Those with a reminder for one of them are told.

feed-no-source = I need an address that begins with `http://` or `https://`, as in { $example }. Or attach the file to your message and type `file` in place of the address.
feed-which-file = There are several files: { $names }. Please type the name of the one you mean.
feed-file-gone = I could not open { $name }. Please attach it again.

# For admins, unasked.
feed-notice = The meeting feed { $feed } needs a look. Its last good copy is still in use.
feed-notice-next = More: { $command }

# Why a fetch brought nothing, in a sentence that says what to do.
feed-fetch-setup = I can't make secure connections here ({ $reason }). Whoever runs me needs to look at the certificates of this machine.
feed-fetch-bad-url = That is not an address I can read. Please copy it whole from your browser; it begins with `https://`.
feed-fetch-scheme = I only fetch http and https, not { $scheme }. Please use such an address, or attach the feed as a file.
feed-fetch-credentials = The address carries a name or a password. Please use one without, or attach the feed as a file.
feed-fetch-private = That address belongs to this machine or its own network, and I only fetch from the public web. Please attach the feed as a file. Whoever runs me can also allow it with `allow_private_addresses`.
feed-fetch-connect = I could not reach that server. Please check the name in the address; if it is right, try again later.
feed-fetch-broken = The connection broke off. Please try again later.
feed-fetch-timed-out = The server took too long to answer. Please try again later, or attach the feed as a file.
feed-fetch-redirects = That address leads on and on to others. Please open it in your browser and use the address you arrive at.
feed-fetch-refused = The server does not let me have this feed. Please ask those who run it for an open address, or attach the feed as a file.
feed-fetch-not-there = The server has nothing at that address. Please check it, or ask those who run the site where their feed is.
feed-fetch-status = The server answered with { $status } instead of a feed. Please try again later; if it stays so, ask those who run it.
feed-fetch-encoding = The feed came packed in a way I can't open ({ $encoding }). Please attach it as a file.

# Why nothing of a feed could be read.
feed-read-empty = There is nothing in it. Please check that it is the right one.
feed-read-too-large = It is larger than { $limit } MB, which is more than I take. Please look for a feed of a smaller area.
feed-read-too-many = It lists more than { $limit } meetings or far too much about them, which is more than I take. Please look for a feed of a smaller area.
feed-read-bad-gzip = It is packed with gzip, and the packing is broken. Please fetch or save it once more.
feed-read-not-text = That is not a feed: it is neither JSON nor a calendar. Please look for the address that ends in `.json` or `.ics`, or ask those who run the site.
feed-read-web-page = That is a web page, not a feed. Please ask those who run the site for the address of their meeting feed. Many WordPress sites have it at `/wp-admin/admin-ajax.php?action=meetings`.
feed-read-web-page-names = That is a web page, not a feed. It names its feed, though: { $feed }. Please try that.
feed-read-cut-off = The feed breaks off in line { $line }, column { $column }. Please fetch or save it once more; if it stays so, tell those who publish it.
feed-read-trailing = Something stands behind the end of the JSON, in line { $line }, column { $column }. Often it is a note of the server about an error. Please tell those who publish it.
feed-read-bad-json = The JSON is broken in line { $line }, column { $column }. Please tell those who publish it.
feed-read-no-shape = It is JSON, but I see no meetings in it. Please check that it is the address of the meeting feed.
feed-read-unknown-shape = It is JSON, but I see no meetings in it, only: { $keys }. Please check that it is the address of the meeting feed.
feed-read-no-events = That calendar has no events. Please check that it is the right one.
feed-doubted = It had { $had } meetings, and { $gone } of them would be gone at once. That looks like a mistake at its source, so nothing was changed. If it is right, remove the feed and add it again.
feed-doubted-empty = It had { $had ->
    [one] 1 meeting
   *[other] { $had } meetings
} and lists none any more. That looks like a mistake at its source, so nothing was changed. If it is right, remove the feed.

# The same in a few words, for the list.
feed-trouble = { $code ->
    [setup] no secure connections here
    [bad_url] the address cannot be read
    [scheme] the address is not http or https
    [credentials] the address carries a login
    [private_address] the address is not on the public web
    [connect] the server cannot be reached
    [broken] the connection broke off
    [timed_out] the server took too long
    [too_many_redirects] the address leads on and on
    [status] the server refused or has nothing there
    [too_large] it is too large
    [too_many] it lists too much
    [encoding] it came packed in an unknown way
    [empty] it was empty
    [bad_gzip] its packing was broken
    [not_text] it was neither JSON nor a calendar
    [web_page] it was a web page
    [cut_off] it broke off in the middle
    [trailing_text] something stands behind its end
    [bad_json] its JSON is broken
    [unknown_shape] there were no meetings in it
    [no_events] the calendar had no events
    [unknown_zone] its zone is not known any more
    [doubted] it suddenly lost most of its meetings
   *[other] something unknown
}

# Why a record was not kept.
feed-skip-record = Record { $record }: { $why }
feed-skip-named = { $name }: { $why }
feed-skip-reason = { $code ->
    [not_a_record] not a meeting but a { $found }
    [nameless] has no name, and nothing to make one of
    [unpublished] marked as not published
    [cancelled] cancelled
    [past] over already
   *[no_start] has no start that can be read
}

# What was odd about a record that was kept.
feed-warning-named = { $name }: { $what }
feed-warning-whole = The whole feed: { $what }
feed-warning = { $code ->
    [encoding] not in UTF-8, read as { $detail }
    [repaired] its JSON had small defects, which were mended
    [iso_days] its days count from Monday, as its times show
    [no_zone] { $detail } meetings have a time and no time zone
    [bad_formats] what its formats mean could not be read
    [broken_calendar] { $detail } lines of the calendar cannot be read
    [blank_name] no name; one was made of place and time
    [long_name] a name of { $detail } characters
    [shortened] { $detail } was too long and is shortened
    [markup] { $detail } had markup, which was taken out
    [wrong_type] { $detail } is not the kind of value it should be
    [no_slug] no short name; one was made
    [unsafe_slug] its short name could not stay as it was
    [repeated_slug] the short name { $detail } is there twice; a number was added
    [day_seven] day 7, read as Sunday
    [bad_day] “{ $detail }” is not a day; listed by appointment
    [bad_time] “{ $detail }” is not a time; listed by appointment
    [bad_end] “{ $detail }” is not an end; taken as one hour
    [no_time] a day without a time; listed by appointment
    [no_day] a time without a day; listed by appointment
    [midnight] 24:00, read as the start of the next day
    [end_is_start] ends when it begins; taken as one hour
    [too_long] { $detail } minutes long; taken as one hour
    [bad_zone] “{ $detail }” is not a time zone; the feed's was taken
    [open_and_closed] both open and closed; taken as closed
    [unknown_types] types that its fellowship does not know, not shown: { $detail }
    [bad_link] { $detail } is not a link that can be opened; dropped
    [wrapped_link] its link was wrapped in another; unwrapped
    [tidied_link] its link had something around it; tidied
    [unknown_provider] { $detail } is not a known place for online meetings
    [bad_phone] its number cannot be dialled; shown as a note
    [several_phones] several numbers; the first was taken
    [bad_coordinates] coordinates that cannot be; dropped
    [bad_updated] its date of change cannot be read
    [postal_code] its postal code had lost a zero
    [inactive] closed for now and without a link: not meeting
    [no_link] said to be online, without a link or a number
    [attendance_differs] says “{ $detail }”, and the rest says otherwise
    [personal] had names or contacts of people; dropped
    [monthly] its name says that it is not weekly, so nobody is reminded
    [pattern_note] its notes speak of certain weeks; shown with each reminder
    [all_day] for whole days; listed by appointment
    [dateless_rule] the rule “{ $detail }” has no date to come; listed by appointment
    [untried_rule] the rule “{ $detail }” was not tried, because too many of this calendar have no date; listed by appointment
    [too_many_dates] { $detail } single dates were left out; there are too many
   *[bad_rule] “{ $detail }” is not a rule that can be read; listed by appointment
}
