# What is said when the configuration cannot be used. Each says what to do.
config-missing = There is no file { $path }. Copy `config.example.toml` to that name and change what you need, or name another file with `--config`.
config-unreadable = I could not read { $path }: { $why }
config-syntax = The configuration could not be read: { $why }
config-unknown-key = The configuration has a key that I don't know: { $key }.
config-see-example = `config.example.toml` lists all of them.
config-secret = { $key } would put a secret into the file. Put it into a file of its own and name that with { $instead }.
config-language = There are no words for the language { $asked } yet. There are: { $known }.
config-refresh = `feeds.refresh` is { $asked }, which is not a recurring time.
config-listen = `health.listen` is { $asked }; it needs an address of this machine alone and a port, such as `127.0.0.1:9180`, because nobody who asks there is asked who they are.
config-keep-days = `defaults.keep_days` is { $asked }; it can be { $fewest } to { $most }.
config-required = The configuration needs a value for { $key }. `config.example.toml` shows one.
config-matrix-homeserver = `matrix.homeserver` is { $asked }; it needs a whole address, such as `https://matrix.example.org`.
config-matrix-user = `matrix.user` is { $asked }; it needs the bot's whole Matrix ID, such as `@hearth:example.org`.
config-matrix-invites = `matrix.allow_invites` holds { $asked }. Each entry is a person (`@ann:example.org`) or a whole server (`*:example.org`).
config-matrix-prefix = `matrix.prefix` is { $asked }; it needs one to sixteen characters without spaces, such as `!`.
config-matrix-recovery-inside = The recovery key would stand at { $path }, inside `matrix.data`, and would be lost together with what it recovers. Name a file elsewhere as `matrix.recovery_key_file`.
