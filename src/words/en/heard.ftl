# What is said to somebody who asks for help in their own words.
heard-help = I'm glad you wrote. I'm a bot, so I can't keep you safe, and nobody watches this chat around the clock. There are people who listen, at any hour: { $crisis }
heard-help-also = What I can do myself:
heard-help-now = { $coping } has something for the next few minutes.
heard-help-meetings = { $meetings } shows when people meet.
heard-help-all = { $help } shows all the rest.
