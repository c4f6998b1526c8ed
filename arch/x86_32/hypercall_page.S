/*
 * The hypercall page: one stub for each hypercall.
 *
 * The domain builder fills it, so it is not in the file.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>

        .section .hypercall_page, "ax", @nobits
        .balign PAGE_SIZE
        .globl  hypercall_page
        .type   hypercall_page, @object
hypercall_page:
        .skip   PAGE_SIZE
        .size   hypercall_page, . - hypercall_page

        .section .note.GNU-stack, "", @progbits
