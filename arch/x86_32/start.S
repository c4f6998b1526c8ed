/*
 * The entry point.
 *
 * The domain builder starts vCPU 0 here, in ring 1, events masked, with
 *   esi        start_info, virtual address
 *   esp        a stack of one page, not used
 *   cs, ds ..  Xen's flat segments
 *   cr3        the page tables the builder made
 * and the image in memory as the ELF file has it, .bss zeroed.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include "asm.h"

        .section .text._start, "ax"
function _start
        cld
        movl    $boot_stack_end, %esp
        xorl    %ebp, %ebp              /* the end of every backtrace */
        movl    %ds, %eax
        movl    %eax, %fs               /* flat: vCPU 0's per-CPU area is where it was linked */
        pushl   %ebp                    /* no return address */
        pushl   %ebp
        movl    %esi, (%esp)
        call    arch_start              /* void arch_start(struct start_info *) */
        ud2
        .size   _start, . - _start

        .section .note.GNU-stack, "", @progbits
