# What can be wrong with the store, and what to do next. Read by whoever runs Hearth.
store-wrong-key = { $path } does not open with this key: the key is not the one it was made with, or the file is damaged. Nothing was changed. Look for the right key, or restore a backup with `hearth restore`.
store-plain = A key is configured, but { $path } is not encrypted. Nothing was changed. Make an encrypted copy with `hearth key encrypt` and use that, or take the key out of the configuration.
store-key-missing = { $path } is encrypted, or is not a store at all, and no key is configured. Set `key_file` in the configuration, or HEARTH_STORE_KEY.
store-no-key-file = There is no key file { $path }. For a new store, `hearth key new` makes one. A store that is there already opens only with the key that it was made with.
store-no-cipher = A key is configured, but this Hearth was built without encryption. Build it with the feature `sqlcipher`, or take the key out of the configuration.
store-key-form = That is not a store key. A key is 64 hexadecimal digits; `hearth key new` makes one.
store-key-exposed = Others can read the key in { $path } (its mode is { $mode }). Make it yours alone with `chmod 600`.
store-not-a-store = { $path } is not a store of Hearth. Nothing was changed. Look at the path.
store-damaged = { $path } is damaged. Nothing was changed. Keep a copy of it, and restore a backup with `hearth restore`.
store-newer = { $path } belongs to a newer Hearth: its tables are version { $found }, and this one knows up to { $known }. Nothing was changed. Run the newer Hearth, or restore a backup from before.
store-changed = { $path } was made by another build of Hearth, or by another program: table change { $version } in it is not the one known here. Nothing was changed. Run the build that made it.
store-locked = { $path } is in use by another Hearth. Stop that one first; two would each send what is due.
store-exists = { $path } is already there, and is not overwritten. Choose another name.
store-missing = There is no { $path }.
store-denied = Hearth may not read or write { $path } or its folder. Look at its owner and permissions.
store-same = { $path } cannot be restored from itself. Name the backup first, then the store.
store-unsound = { $problems ->
    [one] { $path } can be opened, but something in it is wrong. It was not used. `hearth verify` shows what.
   *[other] { $path } can be opened, but { $problems } things in it are wrong. It was not used. `hearth verify` shows which.
}
store-full = There is no room left on the disk. What was asked was not done, and what was stored before is safe. Make room, and it goes on.
store-disk = The disk does not answer as it should: { $detail }.
store-read-only = The store can be read but not written. Look at the owner and permissions of its file and folder.
store-torn = Part of the store cannot be read. Stop Hearth, keep a copy of the file, and restore a backup with `hearth restore`.
store-busy = Another program keeps the store busy. Nothing was lost; try again when that program is done.
store-file = { $path }: { $detail }.
store-database = The store did not answer: { $detail }.

# What the check found.
store-problem-integrity = The file itself: { $detail }
store-problem-reference-row = Row { $row } of { $table } points to a row of { $parent } that is not there.
store-problem-reference = A row of { $table } points to a row of { $parent } that is not there.
store-problem-message = The message in row { $row } of { $table } cannot be read.

# What was done.
store-key-new = A new key is in { $path }. Keep a copy in a safe place, apart from the store: without the key nobody can open it, not even you.
store-backup-done = The copy is in { $path }: { $kilobytes } kB, checked.
store-backup-key = It is encrypted with the same key. Keep a copy of the key elsewhere.
store-encrypt-done = The copy with the new key is in { $path }: { $kilobytes } kB, checked.
store-encrypt-next = The old file is still there. Put the copy in its place and the key in the configuration, and remove the old file once Hearth runs.
store-sound = { $path } is sound: { $kilobytes } kB, tables at version { $version } of { $known }.
store-not-sound = { $problems ->
    [one] { $path } is not sound. One thing is wrong:
   *[other] { $path } is not sound. { $problems } things are wrong:
}
store-protection = { $encrypted ->
    [yes] It is encrypted.
   *[no] It is not encrypted.
}
store-contents = It holds { $communities ->
    [one] one community
   *[other] { $communities } communities
}, { $people ->
    [one] one person
   *[other] { $people } people
} and { $waiting ->
    [0] no messages that wait
    [one] one message that waits
   *[other] { $waiting } messages that wait
}.
store-restore-done = { $path } is restored.
store-restore-before = What was there before is kept in { $path }.
