/*
 * Mutexes.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/irqflags.h>
#include <kernel/mutex.h>
#include <kernel/panic.h>
#include <kernel/thread.h>

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

void mutex_lock(struct mutex *mutex)
{
    bool unmask = events_save_mask();

    while (!mutex_try_lock(mutex))
        wait_queue_sleep(&mutex->waiting, WAIT_FOREVER);
    events_restore(unmask);
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
