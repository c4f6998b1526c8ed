/*
 * With DEBUG=1: allocations that fail because somebody asked for it, to see what
 * the callers make of it. Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_FAILURE_H
#define DIAG_FAILURE_H

#include <stdbool.h>

/* The nth allocation from now on, 1 being the next, fails; after it none. 0: none. */
void failure_arm(unsigned long nth);

/* Forgets that; true if there was an allocation to fail. Prints who asked for it, if show. */
bool failure_disarm(bool show);

/* For each place that gives frames, addresses or heap: true if it has to fail this time. */
bool failure_counts(void);

static inline bool failure_here(void)
{
    return DEBUG_BUILD && failure_counts();
}

#endif
