/*
 * Other calls for random bytes. All use newlib's generator.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/random.h>

#define ENTROPY_MAX 256         /* POSIX's limit */

int getentropy(void *to, size_t size)
{
    if (size > ENTROPY_MAX) {
        errno = EIO;
        return -1;
    }
    arc4random_buf(to, size);
    return 0;
}

ssize_t getrandom(void *to, size_t size, unsigned int flags)
{
    if (flags & ~(GRND_NONBLOCK | GRND_RANDOM)) {
        errno = EINVAL;
        return -1;
    }
    arc4random_buf(to, size);
    return (ssize_t)size;
}
