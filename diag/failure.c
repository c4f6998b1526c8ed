/*
 * Allocations that fail on purpose, in a build with DEBUG=1.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <arch/traps.h>
#include <diag/failure.h>
#include <diag/log.h>

#define CALLERS 12

/* Protected by masking events. */
static unsigned long left;              /* allocations until the one that fails; 0: none will */
static uintptr_t callers[CALLERS];
static unsigned int count;
static bool failed;

void fault_arm(unsigned long nth)
{
    bool unmask = events_save_mask();

    left = nth;
    failed = false;
    events_restore(unmask);
}

bool fault_disarm(bool show)
{
    left = 0;
    if (failed && show) {
        log_printf("the allocation that failed:\n");
        backtrace_print(callers, count);
    }
    return failed;
}

bool fault_counts(void)
{
    bool unmask = events_save_mask(), fail = left && !--left;

    if (fail) {
        failed = true;
        count = backtrace_keep(callers, CALLERS);
    }
    events_restore(unmask);
    return fail;
}
