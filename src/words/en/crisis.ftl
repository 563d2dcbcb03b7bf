crisis-emergency = If you or somebody with you is in danger now, call { $number }.
crisis-either = { $one } or { $other }
crisis-local-number = your local emergency number

crisis-lines = I'm glad you wrote. I'm a bot, so I can't keep you safe, and nobody watches this chat around the clock. These people are there to listen. You don't need to know what to say.
crisis-no-lines = I'm glad you wrote. I'm a bot, so I can't keep you safe, and nobody watches this chat around the clock. There are people to talk to, and you don't need to know what to say.

crisis-directory = Help lines where you are, by call, text or chat: { $link }
crisis-directory-name = Find a helpline
crisis-elsewhere = Shown for { $country }. Somewhere else, or another kind of help: { $link }. Another country? Add it, as in `/crisis new zealand`.
crisis-not-covered = I have no checked help line for { $country }.
crisis-set-country = For the numbers of your country, add it: `/crisis gb`. To have me remember it: `/profile country gb`.
crisis-unknown-country = I don't know a country called “{ $text }”.
crisis-near-country = Perhaps { $country }: `/crisis { $code }`.
crisis-coping = For the next few minutes: `/coping ground`, or `/coping box`.

crisis-summary = Emergency number and people to call or text, at any hour.
crisis-param-country = A country, when it is not the one I know for you.
