/*
 * Locking and unlocking a mutex without a function call while no other thread owns it
 * or waits for it: for code that does so very often. The functions of <kernel/mutex.h>
 * are built on these. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_MUTEX_INLINE_H
#define KERNEL_MUTEX_INLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <arch/percpu.h>
#include <kernel/mutex.h>

/* The running thread, as thread_current() returns it. */
extern struct thread *current_thread;

static inline struct thread *running_thread(void)
{
    return this_cpu(current_thread);
}

/* False: another thread owns it. */
static inline bool mutex_take(struct mutex *mutex)
{
    struct thread *nobody = NULL, *me = running_thread();

    if (mutex->owner != me && !__atomic_compare_exchange_n(&mutex->owner, &nobody, me, false,
                                                           __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return false;
    mutex->depth++;
    return true;
}

/* Panics. Not declared noreturn, so that as the last call of a function it needs no frame. */
void __attribute__((cold)) mutex_not_mine(const struct mutex *mutex);

static inline void mutex_give(struct mutex *mutex)
{
    if (mutex->owner != running_thread())
        return mutex_not_mine(mutex);
    if (--mutex->depth)
        return;
    __atomic_store_n(&mutex->owner, NULL, __ATOMIC_SEQ_CST);
    if (mutex->waiting.threads.first)
        wait_queue_wake_one(&mutex->waiting);
}

#endif
