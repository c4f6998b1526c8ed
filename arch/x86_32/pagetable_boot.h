/*
 * Page tables during start-up: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PAGETABLE_BOOT_H
#define PAGETABLE_BOOT_H

#include <stdbool.h>

/* Finds Xen's area, the p2m and the builder's tables. First of all. */
void pagetable_adopt(void);

/* Queues: text read-only and executable, constants read-only, the rest writable, both NX. */
void pagetable_protect_image(void);

/*
 * After restore, first of all: other frames are behind our pages. The tools have
 * put them in the p2m and in the tables; what we remember of them is renewed.
 */
void pagetable_renew(void);

#endif
