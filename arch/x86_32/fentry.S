/*
 * Called at the beginning of every function of an application; in a build with
 * DEBUG=1, of every function (-pg -mfentry).
 *
 * Xen pushes an exception's frame on the stack that ring 1 is using. When a stack has
 * run into its guard page, Xen cannot push the page fault either, and crashes the
 * domain without a report. So an overflow must be noticed earlier: this compares esp
 * with the thread's limit, STACK_MARGIN above the guard.
 *
 * An esp far below the limit is on another stack (between a switch's two halves, or
 * one that the application made), which is not checked.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include "asm.h"

        .section .text.__fentry__, "ax"
function __fentry__
        cmpl    %fs:stack_limit, %esp
        jb      1f
        ret
1:      pushl   %eax
        movl    %fs:stack_limit, %eax
        subl    %esp, %eax
        cmpl    $STACK_MARGIN, %eax
        popl    %eax
        jb      2f
        ret
2:      movl    (%esp), %eax            /* eip: in the function that called this */
        movl    $emergency_stack_end, %esp
        movl    $0, %fs:stack_limit
        pushl   %ebp                    /* its caller's frame */
        pushl   %eax
        call    stack_overflowed        /* void stack_overflowed(uintptr_t eip, uintptr_t ebp) */
        ud2
        .size   __fentry__, . - __fentry__

        .section .bss.emergency_stack, "aw", @nobits
        .balign 16
        .skip   EMERGENCY_STACK_SIZE
emergency_stack_end:

        .section .note.GNU-stack, "", @progbits
