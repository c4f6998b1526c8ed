/*
 * The first stack: start-up runs on it, later vCPU 0's idle thread.
 *
 * The pages on both sides get unmapped.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>

        .section .bss.boot_stack, "aw", @nobits
        .balign PAGE_SIZE
        .globl  boot_stack_guard, boot_stack, boot_stack_end
boot_stack_guard:
        .skip   PAGE_SIZE
boot_stack:
        .skip   BOOT_STACK_SIZE
boot_stack_end:
        .skip   PAGE_SIZE

        .section .note.GNU-stack, "", @progbits
