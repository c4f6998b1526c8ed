/*
 * Page frames: which of the domain's pages are free.
 *
 * A free frame is not mapped anywhere, so a pointer kept too long faults, and
 * the balloon can give it away as it is. To use one, map it (<mm/map.h>).
 * Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_FRAMES_H
#define MM_FRAMES_H

#include <stddef.h>
#include <arch/types.h>

/* At boot: every pfn from first on is free and has never been used. */
void frames_init(pfn_t first, size_t pages);

/* A frame with unknown contents, mapped nowhere; PFN_NONE if there is none left. */
pfn_t frame_alloc(void);

/* Takes count frames, all or none, and stores their machine frames. 0 or -ENOMEM. */
int frame_alloc_many(mfn_t *mfns, size_t count);

/* Gives a frame back, which must be mapped nowhere. Panics if it is free already. */
void frame_free(pfn_t pfn);

/* Frames that frame_alloc() could give, without what the heap could return. */
size_t frames_free(void);

#endif
