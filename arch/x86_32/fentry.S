/*
 * What begins every function of an application, in a build with DEBUG=1 every
 * function (-pg -mfentry).
 *
 * Xen pushes the frame of an exception on the stack that ring 1 stands on. So
 * when a stack has run into its guard page there is nobody to tell: Xen cannot
 * push the page fault either, and crashes the domain. It has to be seen before:
 * here esp is compared with the thread's limit, STACK_MARGIN above the guard.
 *
 * Far below the limit is another stack (between a switch's two halves, or one
 * of an application's own making), and none of this function's business.
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
2:      movl    (%esp), %eax            /* in the function that began */
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
