/*
 * Into ring 3 and out of it.
 *
 * Xen enters ring 1 from ring 3 on the stack that stack_switch named. That is the
 * thread's own stack, below the registers that were saved on the way to ring 3:
 *
 *     ... usermode_run()'s frames
 *     ebp ebx esi edi, return address         kept by usermode_jump
 *     <- back: kernel stack for ring 3        entries push here
 *
 * The FPU state with which ring 3 begins is a fresh one; the caller of
 * usermode_enter() keeps its own.
 *
 * So usermode_leave() is a longjmp: it drops whatever lies below.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/segments.h>
#include <arch/usermode.h>
#include "asm.h"

/* In switch.S. */
int usermode_jump(struct trap_frame *frame, uintptr_t *back,
                  uintptr_t (*arrived)(struct arch_context *running, uintptr_t stack),
                  struct arch_context *running);

int usermode_enter(struct arch_context *running, uintptr_t *back, uintptr_t eip, uintptr_t esp,
                   uint32_t eax)
{
    struct trap_frame frame = {
        .eax = eax,
        .ds = USER_DS,
        .es = USER_DS,
        .eip = eip,
        .cs = USER_CS,
        .eflags = EFLAGS_IF | EFLAGS_FIXED,
        .esp = esp,
        .ss = USER_DS,
    };

    context_fresh_fpu(running);         /* its place is free while it runs */
    return usermode_jump(&frame, back, context_set_kernel_stack, running);
}
