/*
 * POSIX spin locks. With one processor the owner cannot run while others spin,
 * so these are mutexes that sleep.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/thread.h>
#include "private.h"

static struct mutex *spin_of(const pthread_spinlock_t *handle)
{
    return handle_object(*handle);
}

int pthread_spin_init(pthread_spinlock_t *handle, int shared)
{
    return shared == PTHREAD_PROCESS_PRIVATE ? object_make(handle, sizeof(struct mutex)) : ENOTSUP;
}

static bool spin_is_locked(const void *mutex)
{
    return ((const struct mutex *)mutex)->owner;
}

int pthread_spin_destroy(pthread_spinlock_t *handle)
{
    return object_destroy(handle, spin_is_locked);
}

int pthread_spin_lock(pthread_spinlock_t *handle)
{
    struct mutex *mutex = spin_of(handle);

    if (!mutex)
        return EINVAL;
    if (mutex->owner == thread_current())
        return EDEADLK;
    mutex_lock(mutex);
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *handle)
{
    struct mutex *mutex = spin_of(handle);

    if (!mutex)
        return EINVAL;
    return mutex->owner != thread_current() && mutex_try_lock(mutex) ? 0 : EBUSY;
}

int pthread_spin_unlock(pthread_spinlock_t *handle)
{
    struct mutex *mutex = spin_of(handle);

    if (!mutex)
        return EINVAL;
    if (mutex->owner != thread_current())
        return EPERM;
    mutex_unlock(mutex);
    return 0;
}
