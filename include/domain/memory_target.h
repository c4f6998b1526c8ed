/*
 * xl mem-set: the balloon follows memory/target in xenstore.
 * Rests on docs/misc/xenstore-paths of Xen.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_MEMORY_TARGET_H
#define DOMAIN_MEMORY_TARGET_H

/* At boot: from here on the thread `xenstore` follows the target. */
void memory_target_init(void);

#endif
