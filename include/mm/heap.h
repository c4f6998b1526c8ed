/*
 * The heap: one range of addresses that grows upward, under newlib's malloc.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_HEAP_H
#define MM_HEAP_H

#include <stddef.h>
#include <arch/types.h>

/* At boot: the heap begins at start, is mapped up to mapped_end, and may grow to limit. */
void heap_init(uintptr_t start, uintptr_t mapped_end, uintptr_t limit);

/*
 * Moves the end of the heap by delta bytes; *old is the old end. -ENOMEM, with nothing
 * changed, if frames or addresses run out, or if the end would lie before the start.
 * Any context.
 */
int heap_move_break(intptr_t delta, uintptr_t *old);

/*
 * For the frame allocator when it has no frame: unmaps a page that the heap does not
 * use and returns it; some more are freed with it.
 */
pfn_t heap_give_back(void);

/* Pages mapped beyond the break: free memory too. */
size_t heap_spare_pages(void);

#endif
