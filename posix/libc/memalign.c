/*
 * posix_memalign(), which newlib's aligned_alloc() calls but newlib does not have.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    int before = errno;
    void *block;

    if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
        return EINVAL;
    block = memalign(alignment, size ? size : 1);
    errno = before;
    if (!block)
        return ENOMEM;
    *memory = block;
    return 0;
}
