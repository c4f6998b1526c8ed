/*
 * The kernel lock: while it is held, nothing else of the kernel runs.
 *
 * It protects what threads and event handlers share: queues, tables, page tables, and
 * whatever a comment says it protects. Event handlers run with the lock held. A
 * thread that sleeps (<kernel/wait.h>) hands it to the next one.
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
#include <kernel/lock_time.h>

/* Takes the lock. No effect if the caller holds it already. */
static inline void kernel_lock(void)
{
    bool taken = LOCK_TIME && !events_masked();

    events_mask();
    if (taken)
        lock_time_begin(0);
}

/* Releases the lock: events that came meanwhile are handled now, and a better thread runs. */
static inline void kernel_unlock(void)
{
    if (LOCK_TIME)
        lock_time_end();
    events_unmask();
}

static inline bool kernel_locked(void)
{
    return events_masked();
}

/* Takes the lock; returns whether the caller's kernel_lock_restore() must release it. */
static inline bool kernel_lock_save(void)
{
    bool taken = events_save_mask();

    if (LOCK_TIME && taken)
        lock_time_begin(0);
    return taken;
}

static inline void kernel_lock_restore(bool unlock)
{
    if (LOCK_TIME && unlock)
        lock_time_end();
    events_restore(unlock);
}

/* Between two rounds of long work: for a moment, if the restore at the end gives it back. */
static inline void kernel_lock_pause(bool unlock)
{
    if (!unlock)
        return;
    kernel_unlock();
    kernel_lock();
}

/*
 * The same on the way in and out, where events are masked before and after: the
 * upcall takes the lock for each handler and for a switch, and the idle thread
 * gives it back before it sleeps in Xen. by: the function that runs with it.
 */
static inline void kernel_lock_masked(uintptr_t by)
{
    if (LOCK_TIME)
        lock_time_begin(by);
}

static inline void kernel_unlock_masked(void)
{
    if (LOCK_TIME)
        lock_time_end();
}

#endif
