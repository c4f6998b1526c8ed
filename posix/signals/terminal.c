/*
 * Keys of the terminal that send signals, as they are typed, whether or not a thread reads.
 * Off at first, so that a control-C meant to leave xl console does not end the domain.
 * The first handler of such a signal turns them on; tcsetattr() overrides that either way.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <posix/signal_core.h>
#include <posix/signals.h>

#define CONTROL(c) ((c) & 0x1f)

static bool chosen;

static void terminal_send(char key)
{
    siginfo_t info = { .si_code = SI_KERNEL };

    info.si_signo = key == CONTROL('C') ? SIGINT : key == CONTROL('Z') ? SIGTSTP : SIGQUIT;
    signal_send(&info);
}

int terminal_choose_signals(struct tty_settings *settings, bool on)
{
    if (on && signals_use())
        return -ENOMEM;
    chosen = true;
    settings->signal = on ? terminal_send : NULL;
    return 0;
}

void signal_listen_to_terminal(void)
{
    struct tty_settings settings;

    if (chosen)
        return;
    tty_get_settings(&settings);
    if (!terminal_choose_signals(&settings, true))
        tty_set_settings(&settings);
}
