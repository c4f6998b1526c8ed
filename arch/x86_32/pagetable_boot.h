/*
 * Page tables during start-up: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef PAGETABLE_BOOT_H
#define PAGETABLE_BOOT_H

#include <stdbool.h>

/* Finds Xen's area, the p2m and the builder's tables. First of all. */
void pagetable_adopt(void);

/* Queues the protection: text read-only and executable, constants read-only, the rest writable, both NX. */
void pagetable_protect_image(void);

/*
 * After restore, first of all: the domain has other frames. The tools have put them in
 * the p2m and in the tables; this updates what the kernel remembers of them.
 */
void pagetable_renew(void);

#endif
