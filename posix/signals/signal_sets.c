/*
 * Sets of signals.
 */
/* SPDX-License-Identifier: MIT */
#include <posix/common.h>
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
        return fail(EINVAL);
    *set |= SIGNAL_BIT(signal);
    return 0;
}

int sigdelset(sigset_t *set, int signal)
{
    if (!signal_is_valid(signal))
        return fail(EINVAL);
    *set &= ~SIGNAL_BIT(signal);
    return 0;
}

int sigismember(const sigset_t *set, int signal)
{
    if (!signal_is_valid(signal))
        return fail(EINVAL);
    return *set >> signal & 1;
}
