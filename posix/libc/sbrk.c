/*
 * sbrk(): what newlib's malloc() asks for pages.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>
#include <mm/heap.h>

void *sbrk(ptrdiff_t delta)
{
    uintptr_t old;
    int error = heap_move_break(delta, &old);

    if (error) {
        errno = -error;
        return (void *)-1;
    }
    return (void *)old;
}
