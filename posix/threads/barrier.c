/*
 * POSIX barriers.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <kernel/wait.h>
#include "private.h"

struct barrier {
    struct mutex guard;
    struct condition opened;
    unsigned int count, arrived, round;
};

static struct barrier *barrier_of(const pthread_barrier_t *handle)
{
    return handle_object(*handle);
}

int pthread_barrier_init(pthread_barrier_t *handle, const pthread_barrierattr_t *attributes,
                         unsigned int count)
{
    int error = count ? object_make(handle, sizeof(struct barrier)) : EINVAL;

    (void)attributes;
    if (!error)
        barrier_of(handle)->count = count;
    return error;
}

static bool has_arrivals(const void *barrier)
{
    return ((const struct barrier *)barrier)->arrived;
}

int pthread_barrier_destroy(pthread_barrier_t *handle)
{
    return object_destroy(handle, has_arrivals);
}

int pthread_barrier_wait(pthread_barrier_t *handle)
{
    struct barrier *barrier = barrier_of(handle);
    unsigned int round;
    bool last;

    if (!barrier)
        return EINVAL;
    mutex_lock(&barrier->guard);
    round = barrier->round;
    last = ++barrier->arrived == barrier->count;
    if (last) {
        barrier->arrived = 0;
        barrier->round++;
        condition_broadcast(&barrier->opened);
    }
    while (round == barrier->round)
        condition_wait(&barrier->opened, &barrier->guard, WAIT_FOREVER);
    mutex_unlock(&barrier->guard);
    return last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}
