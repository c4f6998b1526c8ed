/*
 * Ring 3: what the trap code and kernel/usermode.c share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_USERMODE_H
#define ARCH_USERMODE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/context.h>
#include <arch/traps.h>

/*
 * Enters ring 3 at eip; comes back, with the value, when someone on this thread
 * calls usermode_leave(). *back keeps the way back, and is the kernel stack for
 * ring 3's entries meanwhile. Events masked on entry, in an unknown state after.
 */
int usermode_enter(struct arch_context *running, uintptr_t *back, uintptr_t eip, uintptr_t esp,
                   uint32_t eax);
void __attribute__((noreturn)) usermode_leave(uintptr_t back, int value);

/*
 * In kernel/usermode.c. First of all on each entry from ring 3, whose gs is
 * still loaded; then for every trap and system call, and after every event.
 */
void usermode_entry(void);
void usermode_trap(struct trap_frame *frame);
void usermode_event(struct trap_frame *frame);

#endif
