"""Runs Synapse for as long as somebody holds the other end of standard input.

However the tests end, panic and SIGKILL included, the pipe closes, and the homeserver goes with its
folder.

    keeper.py FOLDER ARGUMENTS-OF-SYNAPSE...
"""
import os
import shutil
import sys
import threading


def watch(folder: str) -> None:
    while sys.stdin.buffer.read(1 << 16):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=watch, args=(sys.argv[1],), daemon=True).start()
    sys.argv[1:] = sys.argv[2:]
    from synapse.app.homeserver import main
    main()
