/*
 * memcmp, memchr, strlen: newlib's interface, 16 bytes at a time.
 *
 * As in copy.S, only xmm0 to xmm3 are used, and any context may call these.
 *
 * memcmp reads nothing outside its arguments. memchr and strlen read whole blocks of
 * 16 at multiples of 16. The first and the last block may extend beyond the argument,
 * but lie on the same page as a part of it.
 */
/* SPDX-License-Identifier: MIT */
#include "asm.h"

        .section .text.memcmp, "ax", @progbits

/*
 * int memcmp(const void *one, const void *other, size_t size)
 *
 *      eax  one       edx  other       ecx  size, then how much is left
 */
function memcmp
        movl    4(%esp), %eax           /* one */
        movl    8(%esp), %edx           /* other */
        movl    12(%esp), %ecx          /* size */
        pushl   %ebx
        subl    $16, %ecx
        jb      .Lless_than_16
1:      movups  (%eax), %xmm0
        movups  (%edx), %xmm1
        pcmpeqb %xmm1, %xmm0
        pmovmskb %xmm0, %ebx            /* a bit for each byte that is equal */
        xorl    $0xffff, %ebx
        jnz     2f
        addl    $16, %eax
        addl    $16, %edx
        subl    $16, %ecx
        jae     1b
        cmpl    $-16, %ecx
        je      .Lequal
        addl    %ecx, %eax              /* back, so that the last block ends where the arguments end */
        addl    %ecx, %edx
        xorl    %ecx, %ecx
        jmp     1b
2:      bsfl    %ebx, %ebx
        movzbl  (%eax, %ebx), %eax
        movzbl  (%edx, %ebx), %edx
        subl    %edx, %eax
        popl    %ebx
        ret

.Lless_than_16:
        addl    $12, %ecx               /* size - 4 */
        js      .Lless_than_4
        cmpl    $4, %ecx
        jb      4f
        movl    (%eax), %ebx
        cmpl    (%edx), %ebx
        jne     .Lword_differs
        movl    4(%eax), %ebx
        addl    $4, %edx
        cmpl    (%edx), %ebx
        jne     .Lword_differs
        subl    $4, %edx
        cmpl    $8, %ecx
        jb      5f
        movl    8(%eax), %ebx
        addl    $8, %edx
        cmpl    (%edx), %ebx
        jne     .Lword_differs
        subl    $8, %edx
        jmp     5f
4:      movl    (%eax), %ebx
        cmpl    (%edx), %ebx
        jne     .Lword_differs
5:      movl    (%eax, %ecx), %ebx      /* the last 4 bytes, which may overlap earlier ones */
        addl    %ecx, %edx
        cmpl    (%edx), %ebx
        jne     .Lword_differs
.Lequal:  xorl    %eax, %eax
        popl    %ebx
        ret

/* Compares ebx with the word at edx, byte-swapped, so that the first different byte decides. */
.Lword_differs:
        movl    (%edx), %edx
        bswapl  %ebx
        bswapl  %edx
        cmpl    %edx, %ebx
.Lbyte_differs:
        sbbl    %eax, %eax              /* -1 if one is below, or 0 */
        orl     $1, %eax
        popl    %ebx
        ret

.Lless_than_4:
        addl    $4, %ecx
        jz      .Lequal
6:      movb    (%eax), %bl
        cmpb    (%edx), %bl
        jne     .Lbyte_differs
        incl    %eax
        incl    %edx
        decl    %ecx
        jnz     6b
        jmp     .Lequal
        .size   memcmp, . - memcmp

        .section .text.memchr, "ax", @progbits

/*
 * void *memchr(const void *in, int byte, size_t size)
 *
 *      eax  the piece that is looked at        ebx  the end of all
 */
function memchr
        movl    4(%esp), %eax           /* in */
        movd    8(%esp), %xmm1          /* byte, then 16 of it */
        movl    12(%esp), %edx          /* size */
        testl   %edx, %edx
        jz      4f
        punpcklbw %xmm1, %xmm1
        pshuflw $0, %xmm1, %xmm1
        pshufd  $0, %xmm1, %xmm1
        pushl   %ebx
        movl    $-1, %ebx
        addl    %eax, %edx
        jc      1f                      /* beyond the end of memory: search until it is found */
        movl    %edx, %ebx
1:      movl    %eax, %ecx
        andl    $-16, %eax
        andl    $15, %ecx
        movdqa  (%eax), %xmm0
        pcmpeqb %xmm1, %xmm0
        pmovmskb %xmm0, %edx
        shrl    %cl, %edx               /* bytes before in do not count */
        shll    %cl, %edx
        testl   %edx, %edx
        jnz     3f
2:      addl    $16, %eax
        cmpl    %ebx, %eax
        jae     5f
        movdqa  (%eax), %xmm0
        pcmpeqb %xmm1, %xmm0
        pmovmskb %xmm0, %edx
        testl   %edx, %edx
        jz      2b
3:      bsfl    %edx, %edx
        addl    %edx, %eax
        cmpl    %ebx, %eax
        jae     5f
        popl    %ebx
        ret
5:      popl    %ebx
4:      xorl    %eax, %eax
        ret
        .size   memchr, . - memchr

        .section .text.strlen, "ax", @progbits

/* size_t strlen(const char *string) */
function strlen
        movl    4(%esp), %eax           /* string */
        movl    %eax, %ecx
        andl    $-16, %eax
        andl    $15, %ecx
        pxor    %xmm0, %xmm0
        pcmpeqb (%eax), %xmm0
        pmovmskb %xmm0, %edx
        shrl    %cl, %edx               /* bytes before string do not count */
        testl   %edx, %edx
        jnz     2f
        pxor    %xmm0, %xmm0
1:      addl    $16, %eax
        pcmpeqb (%eax), %xmm0           /* no 0 found: xmm0 is 0 again */
        pmovmskb %xmm0, %edx
        testl   %edx, %edx
        jz      1b
        bsfl    %edx, %edx
        addl    %edx, %eax
        subl    4(%esp), %eax           /* string */
        ret
2:      bsfl    %edx, %eax
        ret
        .size   strlen, . - strlen

        .section .note.GNU-stack, "", @progbits
