/*
 * Objects behind newlib's 32-bit handles, and deadlines.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include "private.h"

int object_make(__uint32_t *handle, size_t size)
{
    void *object = calloc(1, size);

    *handle = handle_of(object);
    return object ? 0 : ENOMEM;
}

int object_destroy(__uint32_t *handle, bool (*in_use)(const void *object))
{
    if (!*handle)
        return EINVAL;
    if (*handle != STATIC_INITIALIZER) {
        if (in_use(handle_object(*handle)))
            return EBUSY;
        free(handle_object(*handle));
    }
    *handle = 0;
    return 0;
}

void *object_make_late(__uint32_t *handle, size_t size)
{
    __uint32_t made = 0;
    bool unlock, mine;

    if (object_make(&made, size))
        return NULL;
    unlock = kernel_lock_save();        /* another thread may have made it meanwhile */
    mine = *handle == STATIC_INITIALIZER;
    if (mine)
        *handle = made;
    kernel_lock_restore(unlock);
    if (!mine)
        free(handle_object(made));
    return handle_object(*handle);
}

int object_missing(const __uint32_t *handle)
{
    return *handle == STATIC_INITIALIZER ? ENOMEM : EINVAL;
}

int deadline_of(clockid_t clock, const struct timespec *time, uint64_t *deadline)
{
    uint64_t now = clock == CLOCK_MONOTONIC ? time_monotonic() : time_wall(), then;

    if (!timespec_is_normal(time))
        return EINVAL;
    then = time->tv_sec < 0 ? 0 : timespec_ns(time);
    *deadline = deadline_after(then > now ? then - now : 0);
    return 0;
}
