/*
 * What the files of this folder share.
 *
 * newlib's types are 32-bit numbers: here the address of the object, which is
 * made when it is initialised, or first used after a static initialiser.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_PRIVATE_H
#define POSIX_THREADS_PRIVATE_H

#include <pthread.h>
#include <stddef.h>
#include <kernel/condition.h>
#include <kernel/mutex.h>

#define STATIC_INITIALIZER 0xffffffffU

/* The object of a handle; NULL if there is none, or not yet. */
static inline void *object_made(const __uint32_t *handle)
{
    return *handle == STATIC_INITIALIZER ? NULL : (void *)*handle;
}

/* Makes the object of a handle that is statically initialised, once, whoever comes first. */
void *object_make_late(__uint32_t *handle, size_t size);

/*
 * The object of a handle, maybe made now, of size zeros. NULL: no memory, or
 * *handle is 0: it was never initialised, or is destroyed.
 */
static inline void *object_of(__uint32_t *handle, size_t size)
{
    return *handle == STATIC_INITIALIZER ? object_make_late(handle, size) : (void *)*handle;
}

/* Which of the two: ENOMEM or EINVAL. */
int object_missing(const __uint32_t *handle);

/* Makes one: 0; or ENOMEM, and the handle is that of a destroyed one. */
int object_make(__uint32_t *handle, size_t size);

/* Frees one. EINVAL: there is none; EBUSY: it is in use. */
int object_destroy(__uint32_t *handle, bool (*in_use)(const void *object));

/* A time of that clock as a deadline of the monotonic one. 0 or EINVAL. */
int deadline_of(clockid_t clock, const struct timespec *time, uint64_t *deadline);

#endif
