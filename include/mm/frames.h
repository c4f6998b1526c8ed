/*
 * Page frames: which of the domain's pages are free.
 *
 * A free frame is mapped nowhere, so a stale pointer faults, and the balloon can
 * give it to Xen as it is. To use a frame, map it (<mm/map.h>).
 * Any context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_FRAMES_H
#define MM_FRAMES_H

#include <stddef.h>
#include <arch/types.h>

/* At boot: every pfn from first on is free and has never been used. Those beyond 4 GiB stay unused. */
void frames_init(pfn_t first, size_t pages);

/* A frame with unknown contents, mapped nowhere; PFN_NONE if none is left. */
pfn_t frame_alloc(void);

/* Takes count frames, all or none, and stores their machine frames. 0 or -ENOMEM. */
int frame_alloc_many(mfn_t *mfns, size_t count);

/* Frees a frame, which must be mapped nowhere. Panics if it is free already. */
void frame_free(pfn_t pfn);

/* The number of free frames, without those the heap could give back. */
size_t frames_free(void);

#endif
