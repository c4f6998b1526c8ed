/*
 * Memory at boot.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_SETUP_H
#define MM_SETUP_H

#include <stddef.h>

/* Finds out which pages are in use and gives the rest to the frame allocator and the heap. */
void memory_init(void);

/* Bytes of memory the domain has, that are free, and that no address is left for. */
size_t memory_total(void);
size_t memory_free(void);
size_t memory_unreachable(void);

#endif
