# A member's own history. It compares nobody with anybody, and nothing in it falls to zero.
progress-summary = Shows your own check-ins as a chart, for you alone.
progress-param-days = How many days, up to 366.

progress-title = Your check-ins
progress-heading = Your check-ins, { $from } to { $to }
progress-period = { $from } to { $to }
progress-mood = Mood
progress-craving = Urges, 0 to 10
progress-weekly = weekly averages
progress-file = A chart of your check-ins from { $from } to { $to }. The same is in the text of the message.

progress-days = { $all ->
    [one] You have checked in on one day so far.
   *[other] You have checked in on { $all } days so far.
}
progress-days-month = { $all ->
    [one] You have checked in on one day so far, this month.
   *[other] You have checked in on { $all } days so far, { $month ->
        [one] one of them this month.
       *[other] { $month } of them this month.
    }
}
progress-average-mood = Mood, on average
progress-average-craving = Urges, on average
progress-average-mood-value = { $average } of 5
progress-average-craving-value = { $average } out of 10
progress-row = { $when }: { $said }
progress-row-mood = { $mood }
progress-row-craving = urges { $craving }
progress-row-both = { $mood } · urges { $craving }
progress-row-week = { $when }: { $said } ({ $checkins ->
    [one] one day
   *[other] { $checkins } days
 })
progress-row-week-mood = mood { $mood }
progress-row-week-both = mood { $mood } · urges { $craving }

progress-none = None of your check-ins are kept, so there is nothing to show yet. If you want to see how it goes, switch it on: `/privacy history 90` keeps them for 90 days, for you alone.
progress-none-yet = There is no check-in to show from { $from } to { $to }. That is fine; whenever you like: `/checkin`.

progress-date = { $day } { $month } { $year }
progress-day = { $day } { $month }
progress-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
