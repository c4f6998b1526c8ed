/*
 * With DEBUG=1: blocks of the heap that were freed and are held back.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_LIBC_QUARANTINE_H
#define POSIX_LIBC_QUARANTINE_H

#include <stddef.h>

#define QUARANTINE_BLOCKS 32

/* Gives newlib all that is held back: to see what memory is free. */
void malloc_let_go(void);

/*
 * Takes a freed block and fills it with poison. Returns the one that was held
 * longest, or NULL; a panic if somebody wrote to it meanwhile. malloc's lock is held.
 */
void *quarantine_swap(void *block, size_t size);

#endif
