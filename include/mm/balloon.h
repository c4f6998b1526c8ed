/*
 * The balloon: giving pages back to Xen, and getting them again.
 *
 * Only free frames are given. Thread context, one call at a time.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MM_BALLOON_H
#define MM_BALLOON_H

#include <stddef.h>

/* This many free pages are never given, so that the guest can still work. */
#define BALLOON_KEEP_PAGES 64

/* Gives pages to Xen. Returns how many: less than asked if fewer are free. */
size_t balloon_give(size_t pages);

/*
 * Takes pages back. Returns how many: less than asked if Xen refuses, or if the
 * domain has all the pages that it began with.
 */
size_t balloon_take(size_t pages);

#endif
