# Times, and why one cannot be read. Each says what to type.
schedule-empty = There is no time in that.
schedule-examples = Times look like `daily 09:00`, `mon,wed 18:30`, `monthly first sat 19:00`, `in 2h` or `tomorrow 9am`.
schedule-too-long = That is longer than any time I can read.
schedule-unknown-word = I don't understand { $word } as part of a time.
schedule-expected-found = I can't read { $found } here. I need { $wanted ->
    [rule] a beginning such as `daily`, `weekdays` or `mon,wed`
    [time] a time such as `09:00` or `7:30 pm`
    [weekday] a day of the week
    [dayofmonth] a day such as `15` or `first sat`
    [monthday] a month and a day such as `12-31`
    [date] a date such as `2026-12-31`
    [unit] `days` or `weeks`
    [when] a time such as `in 2h`, `tomorrow 9am` or `2026-12-01 18:00`
    [duration] a duration such as `2h 30m`
    [rrule] a rule such as `FREQ=WEEKLY;BYDAY=MO;BYHOUR=19`
   *[end] nothing more
 }.
schedule-expected = Something is missing at the end: { $wanted ->
    [rule] a beginning such as `daily`, `weekdays` or `mon,wed`
    [time] a time such as `09:00` or `7:30 pm`
    [weekday] a day of the week
    [dayofmonth] a day such as `15` or `first sat`
    [monthday] a month and a day such as `12-31`
    [date] a date such as `2026-12-31`
    [unit] `days` or `weeks`
    [when] a time such as `in 2h`, `tomorrow 9am` or `2026-12-01 18:00`
    [duration] a duration such as `2h 30m`
    [rrule] a rule such as `FREQ=WEEKLY;BYDAY=MO;BYHOUR=19`
   *[end] nothing more
 }.
schedule-twice = { $word } is there twice; once is enough.
schedule-hour-alone = Is that morning or evening? Write { $morning }, { $evening } or { $full }.
schedule-impossible-time = No clock shows { $time }.
schedule-impossible-date = No calendar has { $date }.
schedule-nearest-date = The nearest is { $date }.
schedule-day-of-month = No month has { $asked } days.
schedule-every = `every { $asked }` is not possible; 1 to { $most } is.
schedule-until-before-from = It would end on { $until }, before it begins on { $from }.
schedule-too-often = That would be more often than a room can bear. { $minutes } minutes apart is the least.
schedule-too-many = A rule can ask for at most { $most } times.
schedule-never-fires = That rule is well formed, but it never happens.
schedule-never-again = It does not happen again.
schedule-cron-fields = `cron` needs five fields (minute, hour, day, month, weekday); I found { $found }.
schedule-cron = I can't read { $text } in that `cron` rule.
schedule-rrule = I can't read { $part } in that `rrule`.
schedule-past = { $at } has passed already.
schedule-too-far = That is too far away for me to keep.
schedule-occurrence = { $at } ({ $offset })
schedule-occurrence-moved = { $at } ({ $offset }) – { $asked } does not exist that day, because the clocks go forward
schedule-occurrence-folded = { $at } ({ $offset }) – happens once, before the clocks go back
