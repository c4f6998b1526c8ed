/*
 * Memory at boot.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_SETUP_H
#define MM_SETUP_H

#include <stddef.h>

/* Finds the pages in use, and gives the rest to the frame allocator and the heap. */
void memory_init(void);

/* Bytes of memory: all of the domain's, the free ones, those beyond 32-bit addresses. */
size_t memory_total(void);
size_t memory_free(void);
size_t memory_unreachable(void);

#endif
