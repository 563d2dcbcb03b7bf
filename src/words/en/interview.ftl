# A form as a conversation: one question after the other, in the direct room.
interview-how = I'll ask one thing at a time, here where only you and I read along. Every answer can be left out: `skip` goes on, `back` goes back, `done` finishes with what there is, and `stop` ends it without keeping anything. You can also leave and come back later.
interview-question = { $number } of { $count }: { $question }
interview-scale = A number from { $lowest } to { $highest }.
interview-many = One or more of these, by number or name, such as `1,3`:
interview-item = { $number } – { $choice }
interview-text = In your own words, up to { $most } characters. A message that begins with a command is taken as one.
interview-skip = Leave this one out
interview-bad-one = That can be: { $choices }. Or `skip`.
interview-bad-scale = That takes a number from { $lowest } to { $highest }. Or `skip`.
interview-bad-many = That can be one or more of: { $choices }. Or `skip`.
interview-bad-long = That is { $got } characters long, and I can take { $most }. Please shorten it and send it again. Or `skip`.
interview-changed = I've changed that answer.
interview-lost = I was restarted in between. Your answers are not kept, so the earlier ones are gone. We can go on from here, or go `back` to them.
interview-still = There is still a question open from earlier. If you'd rather leave it there: `stop`.
interview-stopped = All right, we leave it there. Nothing of it is kept.
