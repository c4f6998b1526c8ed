/*
 * Allocations that fail on purpose, in a build with DEBUG=1.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/traps.h>
#include <diag/failure.h>
#include <diag/log.h>
#include <kernel/lock.h>

#define CALLERS 12

/* Protected by the kernel lock. */
static unsigned long left;              /* allocations until the one that fails; 0: none fails */
static uintptr_t callers[CALLERS];
static unsigned int count;
static bool failed;

void failure_arm(unsigned long nth)
{
    bool unlock = kernel_lock_save();

    left = nth;
    failed = false;
    kernel_lock_restore(unlock);
}

bool failure_disarm(bool show)
{
    left = 0;
    if (failed && show) {
        log_printf("the allocation that failed:\n");
        backtrace_print(callers, count);
    }
    return failed;
}

bool failure_counts(void)
{
    bool unlock = kernel_lock_save(), fail = left && !--left;

    if (fail) {
        failed = true;
        count = backtrace_keep(callers, CALLERS);
    }
    kernel_lock_restore(unlock);
    return fail;
}
