/*
 * With DEBUG=1: free memory is filled with poison, and checked before it is used again.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_POISON_H
#define MM_POISON_H

#include <stddef.h>
#include <arch/types.h>

#define POISON_BYTE 0xdf

/* A frame was freed; a frame is about to be used again: panics if it was written to. */
void poison_frame(pfn_t pfn);
void poison_check_frame(pfn_t pfn);

/* The first byte that is no poison, or size. */
size_t poison_find_end(const void *start, size_t size);

#endif
