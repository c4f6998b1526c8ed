/*
 * Taking a mutex and giving it back without a call, as long as no other thread
 * has it or waits for it: for who does so all the time. <kernel/mutex.h> has the
 * functions, which are these. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_MUTEX_INLINE_H
#define KERNEL_MUTEX_INLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <arch/percpu.h>
#include <kernel/mutex.h>

/* Who runs: what thread_current() returns. */
extern struct thread *current_thread;

static inline struct thread *running_thread(void)
{
    return this_cpu(current_thread);
}

/* False: another thread has it. */
static inline bool mutex_take(struct mutex *mutex)
{
    struct thread *nobody = NULL, *me = running_thread();

    if (mutex->owner != me && !__atomic_compare_exchange_n(&mutex->owner, &nobody, me, false,
                                                           __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return false;
    mutex->depth++;
    return true;
}

/* Panics. (It does not say so here: as the last call it needs no frame.) */
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
