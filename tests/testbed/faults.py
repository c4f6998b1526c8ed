# SPDX-License-Identifier: MIT
"""Faults in each step of a guest's start by `make run`: the step is late, fails, hangs or is killed.
The runner in dom0 gets a file of hooks (tools/testbed/README.md): programs that replace its own,
and shorter bounds."""


def instead(program, body):
    """A program that runs body, then the real program, unless body exits."""
    return (f"{{ echo '#!/bin/sh'; echo \"real=$(command -v {program})\"; cat <<'EOF'\n"
            f"{body}\nexec \"$real\" \"$@\"\nEOF\n}} >/hooks/{program}\n")


def when(verb, action):
    """The body for one verb of xl."""
    return instead("xl", f'[ "$1" != {verb} ] || {{ {action}; }}')


FOR_EVER = "exec sleep 1000"
UNPAUSED_NEVER = "exit 0"

# name: (hooks, how the start must end)
FAULTS = {
    "create-fails": (when("create", "exit 1"), "create-failed"),
    "create-late": (when("create", "sleep 2"), "poweroff"),
    "create-hangs": ("CREATE=2\n" + when("create", FOR_EVER),
                     "failed xl create: it did not end within 2 s"),
    "console-fails": (instead("xenconsole", "echo no terminal >&2; exit 1"),
                      "failed the console: xenconsole attaches: xenconsole ended: no terminal"),
    "console-late": (instead("xenconsole", "sleep 2"), "poweroff"),
    "console-killed": (instead("xenconsole", "kill -KILL $$"),
                       "failed the console: xenconsole attaches: xenconsole ended"),
    "console-hangs": ("ATTACH=2 END=1\n" + instead("xenconsole", FOR_EVER),
                      "failed the console: xenconsole attaches: it did not say so within 2 s"),
    # An orphan process of dom0 ends during the hand-over, which once made the start hang.
    "console-orphans": (instead("xenconsole", "for i in 1 2 3 4 5; do (usleep ${i}00000 &); done; sleep 1"),
                        "poweroff"),
    "reader-killed": ("END=1\n" + instead("xenconsole", "killall -KILL head"),
                      "failed the console: xenconsole attaches: it did not say so"),
    "console-killed-later": (instead("xenconsole", '(sleep 1; kill -KILL $$) &') + when("unpause", UNPAUSED_NEVER),
                             "failed guest console-killed-later runs: xenconsole ended before it"),
    "daemon-stopped": ("CREATE=2\nconsole_daemon STOP\n", "failed xl create: it did not end within 2 s"),
    "terminal-lost": (instead("xenconsole", 'xenstore-rm "/local/domain/$1/console/tty"'),
                      "failed the console: xenconsole attaches: xenconsole ended: .*tty"),
    "unpause-fails": (when("unpause", "echo refused >&2; exit 1"), "failed xl unpause: refused"),
    "unpause-late": (when("unpause", "sleep 2"), "poweroff"),
    "unpause-hangs": ("UNPAUSE=2\n" + when("unpause", FOR_EVER),
                      "failed xl unpause: it did not end within 2 s"),
    "mute-once": ("SHIM_MUTE=3\n" + when("unpause", "[ -e /hooks/again ] || { : >/hooks/again; exit 0; }"),
                  r"poweroff \[anew\]"),
    "mute-twice": ("SILENT=2 SHIM_MUTE=4\n" + when("unpause", UNPAUSED_NEVER),
                   r"failed guest mute-twice runs: the shim said nothing for 4 s, twice "
                   r"\[silent\] \[anew\] \[silent\]"),
    "watch-dies": (instead("dominfo", '[ "$1" = newest ] || exit 1'), "destroyed"),
    "destroy-fails": ("END=1\n" + when("destroy", "exit 1"), "poweroff"),
    "destroy-hangs": ("END=2\n" + when("destroy", FOR_EVER), "poweroff"),
    # These end the machine.
    "watch-hangs": (instead("dominfo", f'[ "$1" = newest ] || {FOR_EVER}'),
                    "machine nothing heard from dom0 for .* in stage 'guest watch-hangs runs'"),
    "zz-runner-killed": ("echo $$ >/hooks/pid\n" + when("unpause", "kill -KILL $(cat /hooks/pid)"),
                      "machine dom0: the runner ended with exit code 137"),
}
