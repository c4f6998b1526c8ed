/*
 * The functions newlib needs that concern neither files nor processes.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <reent.h>
#include <unistd.h>
#include <domain/lifecycle.h>
#include <kernel/thread.h>
#include <mm/heap.h>

void _exit(int status)
{
    lifecycle_exit(status);
}

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
