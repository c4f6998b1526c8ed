/*
 * Mutexes.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <kernel/mutex.h>
#include <kernel/panic.h>
#include "thread_private.h"

bool mutex_try_lock(struct mutex *mutex)
{
    bool unmask = events_save_mask();
    bool mine = !mutex->owner || mutex->owner == thread_current();

    if (mine) {
        mutex->owner = thread_current();
        mutex->depth++;
    }
    events_restore(unmask);
    return mine;
}

int mutex_lock_until(struct mutex *mutex, uint64_t deadline)
{
    bool unmask = events_save_mask(), mine;
    int error = 0;

    /* Out of time, one more look: it may have become free together with the timer. */
    while (!(mine = mutex_try_lock(mutex)) && !error)
        error = wait_for_thread(&mutex->waiting, deadline, WAIT_MUTEX, mutex);
    events_restore(unmask);
    return mine ? 0 : error;
}

void mutex_lock(struct mutex *mutex)
{
    mutex_lock_until(mutex, WAIT_FOREVER);
}

void mutex_unlock(struct mutex *mutex)
{
    bool unmask = events_save_mask();

    if (mutex->owner != thread_current())
        panic("mutex_unlock: owned by %s, unlocked by %s", thread_name(mutex->owner),
              thread_name(thread_current()));
    if (!--mutex->depth) {
        mutex->owner = NULL;
        wait_queue_wake_one(&mutex->waiting);
    }
    events_restore(unmask);
}
