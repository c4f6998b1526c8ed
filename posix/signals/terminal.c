/*
 * Keys of the terminal that are signals: seen as they are typed, whether anybody reads or
 * not. Off at first, as nobody wants a domain to end by the control-C of one who meant to
 * leave xl console; on with the first handler of such a signal, or by tcsetattr(), which has
 * the last word.
 */
/* SPDX-License-Identifier: MIT */
#include <posix/common.h>
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
