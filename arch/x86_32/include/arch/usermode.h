/*
 * Ring 3.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_USERMODE_H
#define ARCH_USERMODE_H

#include <arch/traps.h>

/* Every trap and system call that comes from ring 3. */
void usermode_trap(struct trap_frame *frame);

#endif
