# What is said to somebody who asks for help in their own words.
heard-help = I'm glad you wrote. I'm a bot, so I can't keep you safe, and nobody watches this chat around the clock. There are people who listen, at any hour: { $crisis }
heard-help-also = What I can do myself:
heard-help-now = { $coping } has something for the next few minutes.
heard-help-meetings = { $meetings } shows when people meet.
heard-topic = There are people who know about this: { $topic }. And { $crisis } has people to call or text, at any hour.
heard-milestone = That is good to hear, and thank you for telling me. Every one of those days is yours, whatever comes next.
heard-stop = I write to you first only about what you asked for. `/remind list` shows your reminders, `/meetings unremind` ends those of a meeting, and `/privacy show` says what I keep and how to delete it. For people at any hour: `/crisis`.
heard-bye = Take good care of yourself. You can write to me at any hour, and `/crisis` has people to call or text then, too.
heard-help-all = { $help } shows all the rest.
