/*
 * The event upcall: how pending events are found and handed to their ports.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_UPCALL_H
#define EVENTS_UPCALL_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/percpu.h>

extern uint32_t upcall_nesting;

/* True inside an event handler. Any context. */
static inline bool events_in_upcall(void)
{
    return this_cpu(upcall_nesting) != 0;
}

/*
 * Handles every pending, unmasked port of this vCPU. Called with events masked
 * by the upcall's entry code and by events_force(). An inner call, after a handler
 * has unmasked, returns at once and leaves the work to the outer one.
 */
void upcall_dispatch(void);

#endif
