/*
 * With DEBUG=1: freed blocks of the heap that are held back.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_LIBC_QUARANTINE_H
#define POSIX_LIBC_QUARANTINE_H

#include <stddef.h>

#define QUARANTINE_BLOCKS 32

/* Returns all held blocks to newlib, so that free memory can be counted. */
void malloc_let_go(void);

/*
 * Takes a freed block and fills it with poison. Returns the block held longest, or NULL;
 * panics if that was written to meanwhile. The caller holds malloc's lock.
 */
void *quarantine_swap(void *block, size_t size);

#endif
