/*
 * The kernel lock: while it is held, nothing else of the kernel runs.
 *
 * It guards what threads and event handlers share: queues, tables, page tables,
 * all that is said to be protected by it. A handler of an event runs with the
 * lock held. A thread that sleeps (<kernel/wait.h>) hands it to the next one.
 *
 * With one vCPU, masking its events is all that it takes. Code that means
 * nothing else of this vCPU (its batch, its vcpu_info, the switch, the way in
 * and out) calls events_mask() itself; tools/check-locks knows these files.
 *
 * The fast path is a store and a test, and no hypercall. Any context.
 * Rests on <arch/irqflags.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_LOCK_H
#define KERNEL_LOCK_H

#include <stdbool.h>
#include <arch/irqflags.h>

/* Takes the lock; or, by a caller that has it, changes nothing. */
static inline void kernel_lock(void)
{
    events_mask();
}

/* Gives it back: events that came meanwhile are handled now, and a better thread runs. */
static inline void kernel_unlock(void)
{
    events_unmask();
}

static inline bool kernel_locked(void)
{
    return events_masked();
}

/* Takes it; tells whether the caller's kernel_lock_restore() has to give it back. */
static inline bool kernel_lock_save(void)
{
    return events_save_mask();
}

static inline void kernel_lock_restore(bool unlock)
{
    events_restore(unlock);
}

#endif
