/*
 * POSIX read-write locks: many readers or one writer. A waiting writer goes
 * before new readers, or it might wait for ever.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/thread.h>
#include <kernel/wait.h>
#include "private.h"

struct rwlock {
    struct mutex guard;
    struct condition changed;
    unsigned int readers, writers_waiting;
    struct thread *writer;
};

static struct rwlock *rwlock_of(pthread_rwlock_t *handle)
{
    return object_of(handle, sizeof(struct rwlock));
}

/* The caller holds the guard, here and below. */
static bool can_read(const struct rwlock *lock)
{
    return !lock->writer && !lock->writers_waiting;
}

static bool can_write(const struct rwlock *lock)
{
    return !lock->writer && !lock->readers;
}

static int get_to_read(struct rwlock *lock, uint64_t deadline)
{
    int error = 0;

    if (lock->writer == thread_current())
        return EDEADLK;
    while (!can_read(lock) && !error)
        error = -condition_wait(&lock->changed, &lock->guard, deadline);
    if (!can_read(lock))
        return error;
    lock->readers++;
    return 0;
}

static int get_to_write(struct rwlock *lock, uint64_t deadline)
{
    int error = 0;

    if (lock->writer == thread_current())
        return EDEADLK;
    lock->writers_waiting++;
    while (!can_write(lock) && !error)
        error = -condition_wait(&lock->changed, &lock->guard, deadline);
    lock->writers_waiting--;
    if (can_write(lock)) {
        lock->writer = thread_current();
        return 0;
    }
    condition_broadcast(&lock->changed);        /* readers waited for this one */
    return error;
}

static int rwlock_get(pthread_rwlock_t *handle,
                      int (*get_lock)(struct rwlock *lock, uint64_t deadline), uint64_t deadline)
{
    struct rwlock *lock = rwlock_of(handle);
    int error;

    if (!lock)
        return object_missing(handle);
    mutex_lock(&lock->guard);
    error = get_lock(lock, deadline);
    mutex_unlock(&lock->guard);
    return error;
}

static int get_until(pthread_rwlock_t *handle,
                     int (*get_lock)(struct rwlock *lock, uint64_t deadline),
                     const struct timespec *time)
{
    uint64_t deadline;
    int error = deadline_of(CLOCK_REALTIME, time, &deadline);

    return error ? error : rwlock_get(handle, get_lock, deadline);
}

/* A deadline that has passed means: do not wait. */
static int try_to_get(pthread_rwlock_t *handle,
                      int (*get_lock)(struct rwlock *lock, uint64_t deadline))
{
    int error = rwlock_get(handle, get_lock, 0);

    return error == ETIMEDOUT || error == EDEADLK ? EBUSY : error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *handle)
{
    return rwlock_get(handle, get_to_read, WAIT_FOREVER);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *handle)
{
    return rwlock_get(handle, get_to_write, WAIT_FOREVER);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *handle)
{
    return try_to_get(handle, get_to_read);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *handle)
{
    return try_to_get(handle, get_to_write);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *handle, const struct timespec *time)
{
    return get_until(handle, get_to_read, time);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *handle, const struct timespec *time)
{
    return get_until(handle, get_to_write, time);
}

int pthread_rwlock_unlock(pthread_rwlock_t *handle)
{
    struct rwlock *lock = rwlock_of(handle);
    int error = 0;

    if (!lock)
        return object_missing(handle);
    mutex_lock(&lock->guard);
    if (lock->writer == thread_current())
        lock->writer = NULL;
    else if (lock->readers && !lock->writer)
        lock->readers--;
    else
        error = EPERM;
    condition_broadcast(&lock->changed);
    mutex_unlock(&lock->guard);
    return error;
}

int pthread_rwlock_init(pthread_rwlock_t *handle, const pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    return object_make(handle, sizeof(struct rwlock));
}

static bool is_held(const void *lock)
{
    return !can_write(lock);
}

int pthread_rwlock_destroy(pthread_rwlock_t *handle)
{
    return object_destroy(handle, is_held);
}
