/*
 * Every way from Xen into the kernel, and the ways back.
 *
 * What Xen pushes, lowest address first (from ring 1 on the current stack,
 * from ring 3 on the stack that stack_switch named):
 *
 *     [ds es fs gs]   failsafe callback only
 *     [error code]    exceptions that have one
 *     eip
 *     cs              upper half: the event mask that was in force
 *     eflags          IF: the inverse of that mask
 *     [esp ss]        from ring 3
 *
 * The code here completes it to a struct trap_frame (offsets FRAME_* from asm_offsets.c).
 *
 * The way back to ring 1 is a plain iret, without Xen. It does not change the event
 * mask, so events are unmasked before it, if they are to be unmasked. That opens the
 * window between the unmask and the iret:
 *
 *     movb $0, mask
 *   window_start:
 *     cmpb $0, pending        events that came while masked are marked here
 *     jne  window_pending
 *     iret
 *   window_end:
 *
 * By then every register is restored and esp points at the interrupted eip.
 *   1. The cmpb sees an event that was pending before the unmask: the code masks
 *      again and handles it as if it had come before this iret.
 *   2. An event that comes after the unmask makes Xen enter event_upcall with
 *      an eip in the window. Its frame is dropped: what lies above it is
 *      exactly the frame the event would have made if it had come one iret
 *      later (its mask byte is 0, or events would not have been unmasked), and no
 *      register is lost, because the window changes none but eflags, which the
 *      iret reloads.
 * So however often that happens, the stack does not grow.
 *
 * Three returns go through Xen's iret, which sets the mask from EFLAGS.IF and looks
 * for pending events itself: to ring 3, from an NMI, and with a flag set that ring
 * 1's iret does not handle (TF, NT, RF, VM).
 */
/* SPDX-License-Identifier: MIT */
#include <arch/hypercall.h>
#include <arch/segments.h>
#include <asm_offsets.h>
#include "asm.h"

#define NEEDS_XEN_IRET  (EFLAGS_TF | EFLAGS_NT | EFLAGS_RF | EFLAGS_VM)

#define EVENT_MASK      %fs:vcpu_info + VCPU_INFO_MASK
#define EVENT_PENDING   %fs:vcpu_info + VCPU_INFO_PENDING

/* A fault at the first address resumes at the second: see fixup.c. */
.macro fixup at:req, resume:req
        .pushsection .fixup_table, "a"
        .long   \at, \resume
        .popsection
.endm

.macro save_registers
        pushl   %eax
        pushl   %ebp
        pushl   %edi
        pushl   %esi
        pushl   %edx
        pushl   %ecx
        pushl   %ebx
        cld
        movl    $KERNEL_DS, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    $PER_CPU_SEL, %eax
        movl    %eax, %fs
.endm

.macro save_frame
        pushl   %gs
        pushl   %fs
        pushl   %es
        pushl   %ds
        save_registers
.endm

/* Loads a selector, or the null selector if it no longer loads. */
.macro restore_segment register:req
.Lpop\@:
        popl    \register
        .pushsection .text.fixup, "ax"
.Lnull\@:
        movl    $0, (%esp)
        jmp     .Lpop\@
        .popsection
        fixup   .Lpop\@, .Lnull\@
.endm

/* The mirror image of save_frame; also drops vector and error code. */
.macro restore_frame
        popl    %ebx
        popl    %ecx
        popl    %edx
        popl    %esi
        popl    %edi
        popl    %ebp
        popl    %eax
        restore_segment %ds
        restore_segment %es
        restore_segment %fs
        restore_segment %gs
        addl    $8, %esp
.endm

/*
 * Calls function(frame). Copies in it use xmm0 to xmm3 (copy.S), which the interrupted
 * code may be using, so these are saved; the rest of the FPU does not change.
 */
.macro call_with_frame function:req
        movl    %esp, %ebp              /* the frame, and a mark for backtraces */
        subl    $80, %esp
        andl    $-16, %esp              /* the interrupted stack may be anywhere */
        movaps  %xmm0, 16(%esp)         /* above the argument */
        movaps  %xmm1, 32(%esp)
        movaps  %xmm2, 48(%esp)
        movaps  %xmm3, 64(%esp)
        movl    %ebp, (%esp)
        call    \function
        movaps  16(%esp), %xmm0
        movaps  32(%esp), %xmm1
        movaps  48(%esp), %xmm2
        movaps  64(%esp), %xmm3
        movl    %ebp, %esp
.endm

        .text

/* The entry of one exception: pushes an error code where Xen pushed none, and the vector. */
.macro exception name:req, vector:req, has_error:req
function \name
        .if     \has_error == 0
        pushl   $0
        .endif
        pushl   $\vector
        jmp     trap_common
        .size   \name, . - \name
.endm

        exception trap_divide,         0, 0
        exception trap_debug,          1, 0
        exception trap_breakpoint,     3, 0
        exception trap_overflow,       4, 0
        exception trap_bounds,         5, 0
        exception trap_invalid_opcode, 6, 0
        exception trap_no_device,      7, 0
        exception trap_double_fault,   8, 1
        exception trap_invalid_tss,   10, 1
        exception trap_no_segment,    11, 1
        exception trap_stack,         12, 1
        exception trap_protection,    13, 1
        exception trap_page_fault,    14, 1
        exception trap_fpu,           16, 0
        exception trap_alignment,     17, 1
        exception trap_machine_check, 18, 0
        exception trap_simd,          19, 0
        exception trap_system_call, 0x80, 0

function trap_common
        save_frame
        call_with_frame trap_dispatch   /* void trap_dispatch(struct trap_frame *) */
        jmp     trap_return
        .size   trap_common, . - trap_common

/* Xen learns only from its own iret that the NMI is over. */
function nmi_callback
        pushl   $0
        pushl   $2
        save_frame
        call_with_frame trap_dispatch   /* void trap_dispatch(struct trap_frame *) */
        movb    $1, EVENT_MASK
        jmp     return_by_xen
        .size   nmi_callback, . - nmi_callback

function event_upcall
        testb   $2, 4(%esp)             /* cs: ring 3 has no window */
        jnz     1f
        cmpl    $window_start, (%esp)   /* eip */
        jb      1f
        cmpl    $window_end, (%esp)
        jae     1f
        addl    $12, %esp               /* eip, cs, eflags: the repair, see above */
1:
event_from_window:
        pushl   $0
        pushl   $TRAP_EVENT
        save_frame
        call_with_frame event_entry   /* void event_entry(struct trap_frame *) */
        /* fall through */
        .size   event_upcall, . - event_upcall

function trap_return
        movb    $1, EVENT_MASK
        testb   $2, FRAME_CS(%esp)
        jnz     return_by_xen
        testl   $NEEDS_XEN_IRET, FRAME_EFLAGS(%esp)
        jnz     return_by_xen
        cmpb    $0, FRAME_MASKED(%esp)
        jne     return_masked
        restore_frame
        movb    $0, EVENT_MASK
        .globl  window_start, window_end
window_start:
        cmpb    $0, EVENT_PENDING
        jne     window_pending
        iret
window_end:
return_masked:
        restore_frame                   /* events stay masked: no window */
        iret
window_pending:
        movb    $1, EVENT_MASK
        jmp     event_from_window
        .size   trap_return, . - trap_return

/*
 * HYPERVISOR_iret finds on the stack: eax (its stub pushes it), eip, cs,
 * eflags, and for ring 3 esp, ss. It takes the mask from EFLAGS.IF.
 */
function return_by_xen
        andl    $~EFLAGS_IF, FRAME_EFLAGS(%esp)
        cmpb    $0, FRAME_MASKED(%esp)
        jne     1f
        orl     $EFLAGS_IF, FRAME_EFLAGS(%esp)
1:      restore_frame
        .globl  hypercall_iret
hypercall_iret:
        jmp     hypercall_page + HYPERCALL_IRET * HYPERCALL_STUB_SIZE
        .size   return_by_xen, . - return_by_xen

/*
 * Xen could not load a selector, or could not finish an iret for the domain. In the
 * first case that register no longer holds the selector that Xen pushed. Bits 0 to 3
 * of the error code stand for ds, es, fs, gs; no bit means the iret.
 */
.macro compare_selector register:req, offset:req, bit:req
        movl    \register, %eax
        cmpw    %ax, \offset(%esp)
        je      1f
        orl     $\bit, 24(%esp)
1:
.endm

function failsafe_callback
        subl    $8, %esp                /* room for vector and error code */
        pushl   %eax
        movl    12(%esp), %eax          /* ds, es, fs, gs move below them */
        movl    %eax, 4(%esp)
        movl    16(%esp), %eax
        movl    %eax, 8(%esp)
        movl    20(%esp), %eax
        movl    %eax, 12(%esp)
        movl    24(%esp), %eax
        movl    %eax, 16(%esp)
        movl    $TRAP_FAILSAFE, 20(%esp)
        movl    $0, 24(%esp)
        compare_selector %ds, 4, 1
        compare_selector %es, 8, 2
        compare_selector %fs, 12, 4
        compare_selector %gs, 16, 8
        popl    %eax
        save_registers
        call_with_frame failsafe_dispatch   /* void failsafe_dispatch(struct trap_frame *) */
        jmp     trap_return
        .size   failsafe_callback, . - failsafe_callback

        .section .note.GNU-stack, "", @progbits
