/*
 * <sys/random.h> of other systems, which newlib lacks. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIBC_SYS_RANDOM_H
#define LIBC_SYS_RANDOM_H

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Neither flag has an effect: there is one source, and it never blocks. */
#define GRND_NONBLOCK   1
#define GRND_RANDOM     2

/* Fills all size bytes, and returns size. -1 with errno EINVAL for other flags. */
ssize_t getrandom(void *to, size_t size, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif
