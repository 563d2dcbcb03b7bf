# What is said when something typed cannot be read. Each says what to do.
usage-unknown = I don't know { $typed }.
usage-nameless = There is no command in that. `/help` shows what I can do. For help at any hour: `/crisis`.
usage-see-help = Type `/help` to see what I can do.
usage-did-you-mean = Did you mean { $near }?
usage-did-you-mean-one-of = Did you mean one of these?
usage-usage = How to type it: { $usage }
usage-missing = I need { $name } for that: { $summary }
usage-extra = I got as far as { $typed } and could not place it. Words that belong together can go in quotes.
usage-unknown-option = There is no option { $typed } here.
usage-not-a-number = { $name } takes a whole number from { $lowest } to { $highest }; { $typed } is not one.
usage-not-a-choice = { $name } can be { $choices }; { $typed } is not one of them.
usage-too-long = { $name } is { $got } characters long; I can take { $most }. Nothing was kept: please shorten it and send it again.
usage-line-too-long = Your message is { $got } characters long; I can read { $most } at once. Nothing was kept: please send it in shorter parts.
usage-option-twice = { $option } is there twice, and I don't know which one you mean. Nothing was kept: please send it again with one of them.
usage-empty = { $name } is empty.
usage-not-a-date = { $typed } is not a date I can read. A date looks like `2026-12-25`, `fri` or `tomorrow`.
usage-unknown-zone = I don't know the time zone { $zone }.
usage-zone-example = A time zone looks like `Europe/London` or `America/New_York`.
usage-near = Near it: { $near }.
usage-unknown-country = I don't know a country called { $typed }. Two letters work too, such as `GB`.
usage-not-a-room = { $typed } is not a room I can post to. A room looks like `#general`.
usage-no-contact = I see no number or address in { $typed }. It comes after the name, as in { $example }. A web address works too, or `text HOME to 741741`; several have a `;` between them.
usage-kind-phrase = a recurring time, such as `daily 09:00`, `mon,wed 18:30` or `monthly first sat 19:00`
usage-kind-when = a time, such as `in 2h`, `tomorrow 9am` or `2026-12-01 18:00`
usage-kind-timing = a time, once or recurring, such as `tomorrow 9am` or `weekdays 18:30`
usage-kind-zone = a time zone, such as `Europe/London`
usage-kind-date = a date, such as `2026-12-25`, `fri` or `tomorrow`
usage-kind-time = a time of day, such as `04:00`
usage-kind-number = a number from { $lowest } to { $highest }
usage-kind-choice = one of { $choices }
usage-not-allowed = That one is for { $role ->
    [organizer] organizers of the group
    [admin] admins of the group
   *[member] members of the group
 }.
usage-ask-privately = The answer is for your eyes only, and I can't show it to you alone here. Write to me directly: { $command }
usage-answered-privately = I've answered you in a direct message.
usage-not-reached = I have an answer for you alone, but I could not reach you in a direct message. Please write to me directly: { $command }
usage-group-needed = I don't know yet which group you mean. Use the command once in a room of your group, then it works here too.
usage-apology = Something went wrong on my side, and I'm sorry. Please try again in a moment. If it goes on, tell an organizer this number: { $reference }
usage-prompt-gone = That question is no longer open.
usage-prompt-not-yours = That question is for somebody else.
usage-prompt-not-a-choice = I can't place { $typed } as an answer to that. You can answer with: { $choices }
usage-hint = I read that, but I am a bot and only understand commands. `/help` shows what I can do. If things are hard right now, `/crisis` has people to call or text, at any hour.
usage-meant = I am a bot and only understand commands. The one you may mean: { $command }. { $help } shows what else I can do, and { $crisis } has people to call or text, at any hour.
usage-thanks = You're welcome. Take good care of yourself.
usage-hello = Hello. I am a bot and go by commands: `/help` shows what I can do, `/coping` has something for the next few minutes, and `/crisis` has people to call or text, at any hour.
usage-command-group = These begin with { $path }:
usage-busy = The store is busy or full, so I could not keep that. Nothing was changed. Please tell an organizer, and try again later.
