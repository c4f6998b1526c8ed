/*
 * How long the kernel lock is held, in builds with DEBUG=1 or LOCK_TIME=1.
 *
 * From taking it to giving it back, over switches to other threads too, less the
 * time in which Xen ran another vCPU instead. The bound, 50,000 instructions with
 * Xen's, holds for the ordinary kind; the others happen once, or end the domain.
 * Every call: kernel lock held, or events masked.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_LOCK_TIME_H
#define KERNEL_LOCK_TIME_H

#include <stdint.h>

enum lock_time_kind { LOCK_TIME_ORDINARY, LOCK_TIME_BOOT, LOCK_TIME_SUSPEND, LOCK_TIME_RESUME,
                      LOCK_TIME_PANIC, LOCK_TIME_KINDS };

struct lock_time {
    uint64_t ns;
    uintptr_t taken_at, given_back_at;  /* in the kernel's code */
};

/* For <kernel/lock.h>. by: who holds it, or 0 for the caller. */
void lock_time_begin(uintptr_t by);
void lock_time_end(void);

/* The same hold, or one that begins now, is of another kind. */
void lock_time_is(enum lock_time_kind kind);

/* At boot and after a restore: Xen is asked to say when another vCPU runs. */
void lock_time_watch_vcpu(void);

/* The longest so far of that kind, all zeros if there was none. Forgets it, if asked to. Any context. */
struct lock_time lock_time_longest(enum lock_time_kind kind);
void lock_time_forget(enum lock_time_kind kind);

/* To the console, a line for each kind there was. Any context. */
void lock_time_report(void);

#endif
