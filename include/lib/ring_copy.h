/*
 * Copying into and out of a ring: an array whose size is a power of two, with an
 * index that only grows. A byte's place is its index modulo the size.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_RING_COPY_H
#define LIB_RING_COPY_H

#include <stddef.h>
#include <stdint.h>

/* From or to the places of index and those that follow; length is at most size. */
void ring_copy_in(char *array, size_t size, uint32_t index, const char *data, size_t length);
void ring_copy_out(const char *array, size_t size, uint32_t index, char *to, size_t length);

#endif
