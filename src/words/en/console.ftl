# What the terminal says about itself.
console-welcome = Welcome to Hearth
console-welcome-what = I help a recovery community keep in touch: check-ins, meetings, reminders, and people to call. This is a terminal, so nobody else reads along. Everything stays in the file { $path }.
console-welcome-try = Three things to try:
console-welcome-checkin = `/checkin` – say how you are today. Nothing is kept unless you ask me to.
console-welcome-schedule = `/admin schedule add checkin daily 09:00` – ask the group how it is, every morning.
console-welcome-resources = `/resources find drinking` – people to call or text. `/crisis` works at any hour.
console-welcome-voices = You can speak as several people: `@as ann` is a member, `@as olga organizer` looks after the group. `@in #meetings` goes to another room, `@in dm` talks to me alone. `/help` shows the rest; Ctrl-D ends.
console-again = Welcome back. `/help` shows what I can do, `/crisis` has help lines at any hour.
console-real-clock = The terminal runs on the real clock. `hearth console --script FILE` plays a transcript on a clock that can be moved.
console-prompt-hint = Answer with `@click { $number }` and your choice, or just type its number.
console-form-hint = Fill in what you like with `@fill { $number }`, for example: { $example }
console-bye = Take care.
console-saved = saved { $path }
