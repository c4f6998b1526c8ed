/*
 * With DEBUG=1: free memory is filled, and looked at before it is used again.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_POISON_H
#define MM_POISON_H

#include <stddef.h>
#include <arch/types.h>

#define POISON_BYTE 0xdf

/* A frame was freed; it is about to be given out again. A panic if somebody wrote to it. */
void poison_frame(pfn_t pfn);
void poison_check_frame(pfn_t pfn);

/* The first byte that is no poison, or size. */
size_t poison_find_end(const void *start, size_t size);

#endif
