/*
 * Changing from one kernel stack to another.
 */
/* SPDX-License-Identifier: MIT */
#include "asm.h"

        .text

/*
 * void switch_stacks(void **save, void *load), regparm(2): save in eax, load in edx
 *
 * Saves the registers that the C calling convention requires a callee to keep: ebp,
 * ebx, esi, edi, and the stack pointer. No hypercall, no flags: events are masked on
 * both sides.
 */
function switch_stacks
        push_callee_saved
        movl    %esp, (%eax)
        movl    %edx, %esp
        pop_callee_saved
        ret
        .size   switch_stacks, . - switch_stacks

/*
 * Where a new thread begins: switch_stacks() returns here with
 *   ebx  function, esi  its argument
 * and calls thread_begin(function, argument), which does not return.
 */
function thread_entry
        pushl   $0                      /* the end of a backtrace */
        pushl   %esi
        pushl   %ebx
        pushl   $0                      /* in place of a return address */
        jmp     thread_begin
        .size   thread_entry, . - thread_entry

/*
 * void context_call_on(uintptr_t stack_top, void (*function)(void *), void *argument)
 *
 * ebp keeps the old stack pointer, and lets a backtrace continue there.
 */
function context_call_on
        pushl   %ebp
        movl    %esp, %ebp
        movl    8(%ebp), %eax
        testl   %eax, %eax
        jz      1f
        movl    %eax, %esp
1:      andl    $-16, %esp
        subl    $12, %esp
        pushl   16(%ebp)
        call    *12(%ebp)
        movl    %ebp, %esp
        popl    %ebp
        ret
        .size   context_call_on, . - context_call_on

/*
 * int usermode_jump(struct trap_frame *frame, uintptr_t *back,
 *                   uintptr_t (*arrived)(struct arch_context *, uintptr_t),
 *                   struct arch_context *running)
 *
 * Saves the callee-saved registers, stores esp in *back, calls arrived(running, esp)
 * to make esp the stack for entries from ring 3, and returns to ring 3 by the frame.
 * usermode_leave(back, value) makes this function return value.
 */
function usermode_jump
        movl    4(%esp), %eax           /* frame */
        movl    8(%esp), %ecx           /* back */
        movl    12(%esp), %edx          /* arrived */
        push_callee_saved
        movl    32(%esp), %ebx          /* running: 16 bytes further than on entry */
        movl    %eax, %esi
        movl    %esp, (%ecx)
        movl    %esp, %ecx
        pushl   %ecx
        pushl   %ebx
        call    *%edx
        fninit                          /* an AMD CPU keeps the x87 addresses in fxrstor */
        fxrstor (%ebx)                  /* running's fpu, which usermode_enter() made a fresh one */
        movl    %esi, %esp              /* the frame is above: return_by_xen unwinds it */
        jmp     return_by_xen
        .size   usermode_jump, . - usermode_jump

/* void usermode_leave(uintptr_t back, int value) */
function usermode_leave
        movl    8(%esp), %eax           /* value */
        movl    4(%esp), %esp           /* back */
        pop_callee_saved
        ret
        .size   usermode_leave, . - usermode_leave

        .section .note.GNU-stack, "", @progbits
