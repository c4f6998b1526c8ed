/*
 * Changing from one kernel stack to another.
 */
/* SPDX-License-Identifier: MIT */
        .text

/*
 * void switch_stacks(void **save, void *load)
 *
 * Keeps what the C calling convention lets a callee change on no account:
 * ebp, ebx, esi, edi, and the stack itself. No hypercall, no flags: events are
 * masked on both sides.
 */
        .globl  switch_stacks
        .type   switch_stacks, @function
switch_stacks:
        movl    4(%esp), %eax           /* save */
        movl    8(%esp), %edx           /* load */
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    %esp, (%eax)
        movl    %edx, %esp
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
        .size   switch_stacks, . - switch_stacks

/*
 * Where a new thread begins: switch_stacks() returns here with
 *   ebx  function, esi  its argument
 * and calls thread_begin(function, argument), which does not return.
 */
        .globl  thread_entry
        .type   thread_entry, @function
thread_entry:
        pushl   $0                      /* the end of a backtrace */
        pushl   %esi
        pushl   %ebx
        pushl   $0                      /* return address of nobody */
        jmp     thread_begin
        .size   thread_entry, . - thread_entry

        .section .note.GNU-stack, "", @progbits
