/*
 * With DEBUG=1: allocations that fail on request, to test how their callers behave.
 * Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_FAILURE_H
#define DIAG_FAILURE_H

#include <stdbool.h>

/* Makes the nth allocation from now on fail (1: the next), and no other. 0: none. */
void failure_arm(unsigned long nth);

/* Cancels that; true if an allocation has failed. With show, prints its callers. */
bool failure_disarm(bool show);

/* Called wherever frames, addresses or heap are allocated: true if this allocation must fail. */
bool failure_counts(void);

static inline bool failure_here(void)
{
    return DEBUG_BUILD && failure_counts();
}

#endif
