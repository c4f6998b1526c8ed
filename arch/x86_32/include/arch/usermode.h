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
 * Enters ring 3 at eip, on that stack, with a word for it in eax. Returns the value with which
 * usermode_leave() is called on this thread. *back keeps the way back, and is the kernel stack
 * for entries from ring 3 meanwhile. Ring 3 begins with a fresh FPU state, and leaves its own in
 * the FPU. Events masked on entry, in an unknown state after.
 */
int usermode_enter(struct arch_context *running, uintptr_t *back, uintptr_t eip, uintptr_t esp,
                   uint32_t eax);
void __attribute__((noreturn)) usermode_leave(uintptr_t back, int value);

/*
 * A system call is int 0x80: its number in eax, its arguments in ebx, ecx, edx, esi, edi, and
 * its result in eax.
 */
static inline uint32_t usermode_call_number(const struct trap_frame *frame)
{
    return frame->eax;
}

#define USERMODE_CALL_ARGUMENTS(frame) \
    { (frame)->ebx, (frame)->ecx, (frame)->edx, (frame)->esi, (frame)->edi }

static inline void usermode_answer(struct trap_frame *frame, uint32_t answer)
{
    frame->eax = answer;
}

/*
 * In kernel/usermode.c. The first is called at once on each entry from ring 3, with ring
 * 3's gs still loaded; the others for every trap and system call, and after every event.
 */
void usermode_entry(void);
void usermode_trap(struct trap_frame *frame);
void usermode_event(struct trap_frame *frame);

#endif
