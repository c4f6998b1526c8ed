/*
 * What the assembly files of this folder share, and facts of the CPU that the C files need too.
 * Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ASM_H
#define ASM_H

#define EFLAGS_FIXED    0x00000002      /* always set */
#define EFLAGS_TF       0x00000100
#define EFLAGS_IF       0x00000200
#define EFLAGS_NT       0x00004000
#define EFLAGS_RF       0x00010000
#define EFLAGS_VM       0x00020000
/* Carry, parity, adjust, zero, sign, direction, overflow. */
#define EFLAGS_ARITHMETIC 0x00000cd5

/* All exceptions masked, as after a reset; the control word with 64-bit precision, as after fninit. */
#define MXCSR_INIT      0x1f80
#define X87_CONTROL_INIT 0x037f

#ifdef __ASSEMBLER__

/* Begins a function that other files may call. Its end says `.size`. */
        .macro function name:req
        .globl  \name
        .type   \name, @function
\name:
        .endm

/* The registers that the C calling convention requires a callee to keep, except esp. */
        .macro push_callee_saved
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        .endm

        .macro pop_callee_saved
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        .endm

/* An ELF note for Xen: size of the name, size of the value, type, "Xen\0", value padded to 4. */
        .macro note type:req, directive:req, value:vararg
        .pushsection .note.Xen, "a", @note
        .balign 4
        .long   2f - 1f
        .long   4f - 3f
        .long   \type
1:      .asciz  "Xen"
2:      .balign 4
3:      \directive \value
4:      .balign 4
        .popsection
        .endm

#endif
#endif
