# What is said on Matrix alone: how to answer where there are no buttons.
matrix-tap = Tap a number below, or type it.
matrix-tap-one = Tap { $sign } below, or type { $number }.
matrix-vote = Vote below, or type the number of your answer.
matrix-type = To answer, type its number.
matrix-type-one = To choose it, type { $number }.
matrix-scale = To answer, type a number from { $lowest } to { $highest }.
matrix-scale-vote = Vote below, or type a number from { $lowest } to { $highest }.
matrix-form = To answer, type what fits, for example: { $example }
matrix-field = { $name } – { $question }
matrix-privately = Tap { $sign } below or type { $command }, and I'll ask you in a direct message, where nobody else reads along.
matrix-privately-none = There is no open question in this room.
matrix-privately-failed = I could not reach you in a direct message. Please write to me directly, then tap again.
matrix-poll-over = This question is closed.
matrix-answered-invited = I've answered you in a direct message. To read it, accept my invitation to talk.
matrix-long = This is long, so all of it is in the file below.
matrix-long-file = The whole answer as text
# Matrix. First what whoever runs Hearth reads when it cannot start.
matrix-no-secret = Matrix is switched on, but there is no password for the bot's account. Name its file as `matrix.password_file`, or set HEARTH_MATRIX_PASSWORD; an access token works too.
matrix-secret-file = The file { $path } with the bot's password or token could not be read: { $why }
matrix-secret-empty = { $path } is empty; it should hold the bot's password or token.
matrix-locked = The Matrix folder { $path } is in use by another Hearth. Stop that one first; two would break each other's encryption.
matrix-session = { $path } could not be read. If you have the recovery key, move the whole Matrix folder away: Hearth then logs in anew and gets its keys back with it.
matrix-other-account = The Matrix folder { $path } belongs to { $found }. Name another folder as `matrix.data`, or the account as `matrix.user`.
matrix-sealed = The Matrix folder { $path } is encrypted with the store's key, and no key is configured. Put the key back.
matrix-folder = The Matrix folder { $path } could not be opened: { $why } If you have the recovery key, move the folder away: Hearth then logs in anew and gets its keys back with it.
matrix-no-thread = The system let me start no thread for Matrix ({ $why }). The machine may be out of memory; please try again.
matrix-refused = The homeserver does not know this account, or not with this password. Check `matrix.user` and the password; nothing is tried again, so that the account is not locked.
matrix-no-passwords = This homeserver takes no passwords. Make an access token for the bot's account and name its file as `matrix.access_token_file`.
matrix-token = The homeserver no longer accepts the bot's access token. Make a new one, move the Matrix folder away, and start again; the recovery key gets the encrypted history back.
matrix-other-token = The access token belongs to { $found }, which is not the account in `matrix.user`.
matrix-identity = The account was used before, in an app or by another Hearth, and has its own encryption keys. Without them people would be warned of the bot, and many apps would not let it read. Put the account's recovery key (Element also calls it a security key) into { $path } and start again. If nobody has it, set `matrix.new_identity = true`: Hearth then makes new keys, and whoever has talked with this account before is told that they changed.
matrix-wrong-recovery-key = The recovery key in { $path } is not the one of the bot's account, or is from an earlier time. Put the right one there and start again. If nobody has it, set `matrix.new_identity = true`: Hearth then makes new keys, and whoever has talked with this account before is told that they changed.
matrix-identity-needs-password = The account's encryption keys are held by another app, and an access token is not enough to make new ones. Name the account's password as `matrix.password_file` in place of the token and start again; or set up recovery in that app and put its key into { $path }.
matrix-deactivated = The homeserver says that the bot's account is switched off. Ask whoever runs it.

# What members see.
matrix-unread = I could not read your message: your app has not shared its key with me. If it was meant for me, please send it again.
matrix-late = I was away when you wrote, and too much time has passed to answer that now. If you still need it, please send it again. For help at any hour: `/crisis`.
matrix-refused-invitation = Thank you for the invitation. I only come to rooms that the people who run me have allowed.
