/*
 * What xl mem-set asks for: memory/target in xenstore, followed by the balloon.
 * Rests on docs/misc/xenstore-paths of Xen.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DOMAIN_MEMORY_TARGET_H
#define DOMAIN_MEMORY_TARGET_H

/* At boot: from here on the target is followed, by the thread `xenstore`. */
void memory_target_init(void);

#endif
