/*
 * POSIX semaphores, which are the kernel's.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <semaphore.h>
#include <kernel/cancel.h>
#include <kernel/semaphore.h>
#include "private.h"

_Static_assert(sizeof(sem_t) == sizeof(struct semaphore), "sem_t is a struct semaphore");

static struct semaphore *semaphore_of(sem_t *handle)
{
    return (struct semaphore *)handle;
}

static int sem_answer(int error)
{
    if (!error)
        return 0;
    errno = error;
    return -1;
}

int sem_init(sem_t *handle, int shared, unsigned int value)
{
    if (shared)
        return sem_answer(ENOSYS);
    if (value > SEM_VALUE_MAX)
        return sem_answer(EINVAL);
    *semaphore_of(handle) = (struct semaphore){ .value = value };
    return 0;
}

int sem_destroy(sem_t *handle)
{
    return sem_answer(semaphore_of(handle)->waiting.threads.first ? EBUSY : 0);
}

static int sem_await(sem_t *handle, uint64_t deadline)
{
    int error;

    cancel_point_begin();
    error = semaphore_down(semaphore_of(handle), deadline);
    cancel_point_end(error);
    return sem_answer(-error);
}

int sem_wait(sem_t *handle)
{
    return sem_await(handle, WAIT_FOREVER);
}

int sem_trywait(sem_t *handle)
{
    return sem_answer(semaphore_down(semaphore_of(handle), 0) ? EAGAIN : 0);
}

/* A count that is there is taken even if the time is invalid or past. */
int sem_timedwait(sem_t *handle, const struct timespec *time)
{
    uint64_t deadline;
    int error;

    if (!semaphore_down(semaphore_of(handle), 0))
        return 0;
    error = deadline_of(CLOCK_REALTIME, time, &deadline);
    return error ? sem_answer(error) : sem_await(handle, deadline);
}

int sem_post(sem_t *handle)
{
    if (semaphore_of(handle)->value >= SEM_VALUE_MAX)
        return sem_answer(EOVERFLOW);
    return sem_answer(-semaphore_up(semaphore_of(handle)));
}

int sem_getvalue(sem_t *handle, int *value)
{
    *value = (int)semaphore_of(handle)->value;
    return 0;
}
