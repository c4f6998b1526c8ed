/*
 * The map areas: addresses for everything that is mapped one by one.
 *
 * Every mapping has an unmapped page before and after it. Sizes are in pages. A
 * mapping can be used at once, even in a lazy section; an unmapping there may take
 * effect only when the section ends. Any context. NULL means that addresses, frames
 * or tables ran out. Freeing an address that was not given is a panic that names
 * call and address, before anything has changed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_MAP_H
#define MM_MAP_H

#include <stddef.h>
#include <arch/pagetable.h>

/* At boot, before the first mapping. */
void map_init(void);

/* Addresses only, with nothing mapped; map_release() frees them. */
void *map_reserve(size_t pages);
void map_release(void *start, size_t pages);

/* Maps given machine frames: shared_info, a ring, a granted page. map_unmap() does not free them. */
void *map_frames(const mfn_t *mfns, size_t pages, pte_t flags);
void map_unmap(void *start, size_t pages);

/* Maps free frames of this domain, contents unknown; map_free() frees them. */
void *map_alloc(size_t pages, pte_t flags);
void map_free(void *start, size_t pages);

/* Frees some pages of map_alloc()'s; the remaining pages keep a guard on both sides. */
void map_free_part(void *start, size_t pages);

/*
 * The same two for addresses that the caller chooses: maps free frames at va, all or
 * none (0 or a negative errno), and unmaps and frees them.
 */
int map_populate(uintptr_t va, size_t pages, pte_t flags);
void map_depopulate(uintptr_t va, size_t pages);

/*
 * As pagetable_protect(), for any number of pages: the kernel lock is held for some at
 * a time. -EFAULT if one is not mapped; those before it have the new flags.
 */
int map_protect(uintptr_t va, size_t pages, pte_t flags);

#endif
