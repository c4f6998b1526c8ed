/*
 * How the domain ends.
 */
/* SPDX-License-Identifier: MIT */
#include <drivers/console.h>
#include <hypercall/sched.h>
#include <kernel/lifecycle.h>
#include <kernel/log.h>

void lifecycle_exit(int status)
{
    log_printf("ringlet: exit status %d\n", status);
    console_drain();
    sched_shutdown(SHUTDOWN_poweroff);
}
