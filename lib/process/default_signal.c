/*
 * Signals of a program that handles none. sigaction() brings the rest.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <kernel/panic.h>
#include "private.h"

/* A signal that nobody handles ends the program: abnormally, so the domain crashes. */
int kill(pid_t pid, int signal)
{
    if (pid != PID)
        return fail(ESRCH);
    if (signal)
        panic("the application was ended by signal %d", signal);
    return 0;
}
