# What is said when the bot comes into a room, and to organizers when it is out of one.
room-greeting = Hello. I'm a bot for people who support each other in recovery. I ask how you are, remind you of meetings, and know where help is.
room-greeting-steps = To begin:
room-greeting-help = `/help` shows what I can do.
room-greeting-checkin = `/checkin` is for how you are today. Only you see it, unless you share it.
room-greeting-crisis = `/crisis` has people to call or text, at any hour.
room-greeting-privacy = My answers are for you alone, and I keep nothing about your health before you say yes. `/privacy show` tells you more.
room-greeting-alone = Only you see this: I found no channel here in which I may say it to everyone. If you like, tell the others that I am here.

room-left = I am no longer in { $room } and can't post there. My schedules for it are paused, and nothing is deleted: when I am let in again, they go on.
room-left-last = That was my last room in this group. If nobody lets me in again within { $days ->
    [one] a day
   *[other] { $days } days
}, I delete what I keep for the group.
