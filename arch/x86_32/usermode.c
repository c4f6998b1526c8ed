/*
 * Ring 3.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/usermode.h>
#include <kernel/panic.h>

void usermode_trap(struct trap_frame *frame)
{
    panic_trap(frame, "trap %u, %s, from ring 3", frame->vector, trap_name(frame->vector));
}
