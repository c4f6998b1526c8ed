/*
 * The balloon: pages go back to Xen, and come again.
 *
 * Only frames that are free go, so none that is used by anyone. Thread context,
 * one at a time.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_BALLOON_H
#define MM_BALLOON_H

#include <stddef.h>

/* Free pages that are never given: the guest must still be able to do something. */
#define BALLOON_KEEP_PAGES 64

/* Gives so many pages to Xen. Returns how many it was: less, if fewer are free. */
size_t balloon_give(size_t pages);

/*
 * Takes so many back. Returns how many it was: less, if Xen refuses, or if the
 * domain has all the pages that it began with.
 */
size_t balloon_take(size_t pages);

#endif
