# What the command line says.
cli-broken = That did not work: { $why }
cli-not-an-instant = { $text } is not a time I can read. It looks like `2026-03-28T18:00:00Z` or `2026-03-28 18:00`.
cli-no-platform = The configuration switches on no chat platform that this build can serve. Add a `[discord]` or `[matrix]` section, or try the bot in the terminal with `hearth console`.
cli-config-fine = The configuration { $path } can be used.
cli-check-no-config = No configuration was named, so only the shipped resources were checked. Name one with `--config`.
cli-resources = Shipped resources: { $shipped }. Flagged because their last check is more than 12 months old: { $flagged }. Hidden because it is more than 24 months old: { $hidden }.
cli-resource-flagged = Flagged: { $slug }
cli-resource-hidden = Hidden: { $slug }
cli-script-wrong = Line { $line } of the script: { $why }
cli-no-file = There is no file { $path }.
cli-unknown-group = There is no group called { $group } in this store. There are: { $known }
cli-not-encrypted = The store is not encrypted. `hearth key new` makes a key; name its file as `key_file` under `[store]`, or set `HEARTH_STORE_KEY`.
