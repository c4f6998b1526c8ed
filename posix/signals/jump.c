/*
 * Jumps: longjmp(), of which the kernel hears, and those that restore the signal mask.
 */
/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <arch/context.h>
#include <diag/panic.h>
#include <kernel/usermode.h>
#include <posix/signal_core.h>

#pragma redefine_extname newlib_longjmp longjmp
void newlib_longjmp(jmp_buf buffer, int value) __attribute__((noreturn));

void longjmp(jmp_buf buffer, int value)
{
    usermode_jump_to(context_jump_stack(buffer));
    newlib_longjmp(buffer, value);
}

void sigjmp_keep(sigjmp_buf buffer, int keep)
{
    buffer->has_mask = keep;
    buffer->mask = thread_signals(thread_current())->blocked;
}

void siglongjmp(sigjmp_buf buffer, int value)
{
    if (!thread_owns_stack(context_jump_stack(buffer->jump)))
        panic("siglongjmp: thread %s jumps to another's stack", thread_name(thread_current()));
    if (buffer->has_mask)
        thread_signals(thread_current())->blocked = buffer->mask;
    longjmp(buffer->jump, value);
}
