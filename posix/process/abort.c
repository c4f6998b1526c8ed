/*
 * abort(): ends the program, unless a handler of SIGABRT jumps away.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <diag/panic.h>
#include <posix/signal_core.h>

void abort(void)
{
    thread_signals(thread_current())->blocked &= ~SIGNAL_BIT(SIGABRT);
    raise(SIGABRT);
    signal_default(SIGABRT);
    panic("abort() goes on");
}
