/*
 * Sets of signals.
 */
/* SPDX-License-Identifier: MIT */
#include <lib/answer.h>
#include <posix/signal_core.h>

int sigemptyset(sigset_t *set)
{
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set)
{
    *set = ~1UL;
    return 0;
}

int sigaddset(sigset_t *set, int signal)
{
    if (!signal_is_valid(signal))
        return answer(-EINVAL);
    *set |= SIGNAL_BIT(signal);
    return 0;
}

int sigdelset(sigset_t *set, int signal)
{
    if (!signal_is_valid(signal))
        return answer(-EINVAL);
    *set &= ~SIGNAL_BIT(signal);
    return 0;
}

int sigismember(const sigset_t *set, int signal)
{
    if (!signal_is_valid(signal))
        return answer(-EINVAL);
    return *set >> signal & 1;
}
