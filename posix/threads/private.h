/*
 * What the files of this folder share.
 *
 * newlib's types are 32-bit numbers. Here such a number is the address of an object, which is
 * made by the init call, or by the first use after a static initialiser.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_THREADS_PRIVATE_H
#define POSIX_THREADS_PRIVATE_H

#include <pthread.h>
#include <stddef.h>
#include <arch/types.h>
#include <kernel/condition.h>
#include <kernel/mutex.h>

#define STATIC_INITIALIZER 0xffffffffU

/* The object of a handle; NULL if there is none yet. */
static inline void *object_made(const __uint32_t *handle)
{
    return *handle == STATIC_INITIALIZER ? NULL : handle_object(*handle);
}

/* Makes the object of a statically initialised handle, once, even if several threads call it. */
void *object_make_late(__uint32_t *handle, size_t size);

/*
 * The object of a handle, made now if need be: size bytes of zeros. NULL: no memory, or
 * *handle is 0, that is, it was never initialised or is destroyed.
 */
static inline void *object_of(__uint32_t *handle, size_t size)
{
    return *handle == STATIC_INITIALIZER ? object_make_late(handle, size)
                                         : handle_object(*handle);
}

/* Why object_of() gave NULL: ENOMEM or EINVAL. */
int object_missing(const __uint32_t *handle);

/* Makes an object. 0, or ENOMEM: the handle is then that of a destroyed one. */
int object_make(__uint32_t *handle, size_t size);

/* Frees an object. 0, EINVAL: there is none, EBUSY: it is in use. */
int object_destroy(__uint32_t *handle, bool (*in_use)(const void *object));

/* Turns a time of that clock into a deadline of the monotonic clock. 0 or EINVAL. */
int deadline_of(clockid_t clock, const struct timespec *time, uint64_t *deadline);

#endif
