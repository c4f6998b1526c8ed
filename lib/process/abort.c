/*
 * abort(): the end, whatever a handler of SIGABRT does but jump away.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <kernel/panic.h>
#include "private.h"
#include "signals.h"

void abort(void)
{
    thread_signals(thread_current())->blocked &= ~SIGNAL_BIT(SIGABRT);
    raise(SIGABRT);
    signal_default(SIGABRT);
    panic("abort() goes on");
}
