/*
 * The map areas: addresses for everything that is mapped one by one.
 *
 * Every mapping has an unmapped page before and after it. Sizes are pages.
 * What is mapped can be used at once, in a lazy section too; what is unmapped
 * there may be so only when the section ends. Any context. NULL means that
 * addresses, frames or tables ran out. Giving back what was not given is a
 * panic that names call and address, before anything has changed.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_MAP_H
#define MM_MAP_H

#include <stddef.h>
#include <arch/pagetable.h>

/* At boot, before the first mapping. */
void map_init(void);

/* Addresses only, with nothing behind them; map_release() takes them back. */
void *map_reserve(size_t pages);
void map_release(void *start, size_t pages);

/* Maps given machine frames: shared_info, a ring, a granted page. map_unmap() leaves them alone. */
void *map_frames(const mfn_t *mfns, size_t pages, pte_t flags);
void map_unmap(void *start, size_t pages);

/* Maps free frames of our own, contents unknown; map_free() gives them back. */
void *map_alloc(size_t pages, pte_t flags);
void map_free(void *start, size_t pages);

/* Gives back some pages of map_alloc()'s; what is left keeps a guard on both sides. */
void map_free_part(void *start, size_t pages);

/*
 * The same two for addresses that the caller has: maps free frames at va, all
 * or none (0 or a negative errno), and unmaps and frees them.
 */
int map_populate(uintptr_t va, size_t pages, pte_t flags);
void map_depopulate(uintptr_t va, size_t pages);

/*
 * As pagetable_protect(), for any number of pages: the kernel lock is held for some at
 * a time. -EFAULT if one is not mapped; those before it have the new flags.
 */
int map_protect(uintptr_t va, size_t pages, pte_t flags);

#endif
