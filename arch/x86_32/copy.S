/*
 * memcpy, memmove, memset: newlib's interface, 16 bytes at a time.
 *
 * newlib's own for this machine move 4 bytes an instruction, after a start byte by
 * byte, and every program copies a lot (docs/applications.md has the cost).
 *
 * These change xmm0 to xmm3 and no other FPU state. The compiler keeps nothing in
 * them over a call, and all entries into the kernel save them (entry.S), so any
 * context may call these.
 *
 * Up to 64 bytes, everything is read before anything is written, the end by reads
 * that overlap those of the beginning: no loop, and the direction does not matter.
 */
/* SPDX-License-Identifier: MIT */
#include "asm.h"

        .section .text.memmove, "ax", @progbits

/*
 * void *memcpy(void *to, const void *from, size_t size)
 * void *memmove(void *to, const void *from, size_t size)
 *
 *      eax  to, and what is returned       edx  from       ecx  size
 */
function memcpy
function memmove
        movl    4(%esp), %eax           /* to */
        movl    8(%esp), %edx           /* from */
        movl    12(%esp), %ecx          /* size */
.Lmove:
        cmpl    $16, %ecx
        ja      4f
        cmpl    $8, %ecx
        ja      3f
        cmpl    $4, %ecx
        jb      1f
        movd    (%edx), %xmm0
        movd    -4(%edx, %ecx), %xmm1
        movd    %xmm0, (%eax)
        movd    %xmm1, -4(%eax, %ecx)
        ret
1:      cmpl    $2, %ecx
        jb      2f
        pushl   %ebx
        movw    (%edx), %bx
        movw    -2(%edx, %ecx), %dx
        movw    %bx, (%eax)
        movw    %dx, -2(%eax, %ecx)
        popl    %ebx
        ret
2:      testl   %ecx, %ecx
        jz      .Lnothing_to_move
        movb    (%edx), %dl
        movb    %dl, (%eax)
.Lnothing_to_move:
        ret
3:      movq    (%edx), %xmm0
        movq    -8(%edx, %ecx), %xmm1
        movq    %xmm0, (%eax)
        movq    %xmm1, -8(%eax, %ecx)
        ret
4:      cmpl    $32, %ecx
        ja      5f
        movups  (%edx), %xmm0
        movups  -16(%edx, %ecx), %xmm1
        movups  %xmm0, (%eax)
        movups  %xmm1, -16(%eax, %ecx)
        ret
5:      cmpl    $64, %ecx
        ja      .Lmove_blocks
        movups  (%edx), %xmm0
        movups  16(%edx), %xmm2
        movups  -32(%edx, %ecx), %xmm3
        movups  -16(%edx, %ecx), %xmm1
        movups  %xmm0, (%eax)
        movups  %xmm2, 16(%eax)
        movups  %xmm3, -32(%eax, %ecx)
        movups  %xmm1, -16(%eax, %ecx)
        ret

/* Copies one block of 64, at the same offset from both bases. */
.macro move_block from:req, to:req, offset:req, index:req
        movups  \offset(\from, \index), %xmm0
        movups  \offset + 16(\from, \index), %xmm1
        movups  \offset + 32(\from, \index), %xmm2
        movups  \offset + 48(\from, \index), %xmm3
        movups  %xmm0, \offset(\to, \index)
        movups  %xmm1, \offset + 16(\to, \index)
        movups  %xmm2, \offset + 32(\to, \index)
        movups  %xmm3, \offset + 48(\to, \index)
.endm

/* More than 64, 64 at a time. From here on edi is to, and the stack 4 bytes further than on entry. */
.Lmove_blocks:
        pushl   %edi
        movl    %eax, %edi
        subl    %edx, %eax
        cmpl    %ecx, %eax
        jb      .Lmove_backwards          /* to lies within what is read */
        /* All but the last 1 to 64 bytes: the bases are at their end, the index rises to 0. */
        leal    -1(%ecx), %eax
        andl    $-64, %eax
        addl    %eax, %edx
        addl    %eax, %edi
        subl    %eax, %ecx
        negl    %eax
        testl   $64, %eax
        jz      1f
        subl    $64, %eax               /* an odd number: the first time, only the second half */
        jmp     2f
1:      move_block %edx, %edi, 0, %eax
2:      move_block %edx, %edi, 64, %eax
        addl    $128, %eax
        jnz     1b
        /* The rest, as the end of a whole block, unless a part of that was just written. */
        movl    %edi, %eax
        subl    %edx, %eax
        cmpl    $-64, %eax
        ja      3f
        move_block %edx, %edi, -64, %ecx
        movl    8(%esp), %eax           /* to */
        popl    %edi
        ret
3:      movl    %edi, %eax
        call    .Lmove
        movl    8(%esp), %eax           /* to */
        popl    %edi
        ret

.Lmove_backwards:
        move_block %edx, %edi, -64, %ecx
        subl    $64, %ecx
        cmpl    $64, %ecx
        ja      .Lmove_backwards
        movl    %edi, %eax
        popl    %edi
        jmp     .Lmove
        .size   memcpy, . - memcpy
        .size   memmove, . - memmove

        .section .text.memset, "ax", @progbits

/*
 * void *memset(void *to, int byte, size_t size)
 *
 *      eax  to, and what is returned       edx  the byte, four times       ecx  size
 */
function memset
        movl    4(%esp), %eax           /* to */
        movzbl  8(%esp), %edx           /* byte */
        movl    12(%esp), %ecx          /* size */
        imull   $0x01010101, %edx
        cmpl    $16, %ecx
        ja      4f
        cmpl    $8, %ecx
        ja      3f
        cmpl    $4, %ecx
        jb      1f
        movl    %edx, (%eax)
        movl    %edx, -4(%eax, %ecx)
        ret
1:      testl   %ecx, %ecx
        jz      2f
        movb    %dl, (%eax)
        movb    %dl, -1(%eax, %ecx)
        shrl    %ecx
        movb    %dl, (%eax, %ecx)
2:      ret
3:      movl    %edx, (%eax)
        movl    %edx, 4(%eax)
        movl    %edx, -8(%eax, %ecx)
        movl    %edx, -4(%eax, %ecx)
        ret
4:      movd    %edx, %xmm0
        pshufd  $0, %xmm0, %xmm0
        movups  %xmm0, (%eax)
        movups  %xmm0, -16(%eax, %ecx)
        cmpl    $32, %ecx
        jbe     6f
        movups  %xmm0, 16(%eax)
        movups  %xmm0, -32(%eax, %ecx)
        cmpl    $64, %ecx
        jbe     6f
        movups  %xmm0, -48(%eax, %ecx)
        movups  %xmm0, -64(%eax, %ecx)
        /* All but the last 1 to 64 bytes, which are done: the index rises to 0. */
        leal    -1(%ecx), %edx
        andl    $-64, %edx
        addl    %edx, %eax
        negl    %edx
5:      movups  %xmm0, (%eax, %edx)
        movups  %xmm0, 16(%eax, %edx)
        movups  %xmm0, 32(%eax, %edx)
        movups  %xmm0, 48(%eax, %edx)
        addl    $64, %edx
        jnz     5b
        movl    4(%esp), %eax           /* to */
6:      ret
        .size   memset, . - memset

        .section .note.GNU-stack, "", @progbits
