help-summary = Shows what I can do, for you, here.
help-param-command = A command to explain.
help-title = What I can do
help-crisis = If things are hard right now: `/crisis` has people to call or text, at any hour.
help-item = { $usage } – { $summary }
help-more = For more about one of them, type { $example }. Options can also be named: `--minutes 15`.
help-admin = You also look after this group: { $command } lists what you can set up.
help-param-kind = { $summary } Takes { $kind }.
help-optional = Can be left out.
help-needs = For { $role ->
    [admin] admins
   *[organizer] organizers
 } of the group.
