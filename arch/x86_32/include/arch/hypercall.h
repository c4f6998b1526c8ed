/*
 * Entering Xen: a call into the hypercall page.
 *
 * The domain builder fills the page that the ELF note names with one stub for each
 * operation, which enters this Xen as it requires. Arguments go in ebx, ecx, edx, esi,
 * edi, the result comes back in eax, and Xen may clobber the argument registers. For
 * hypercall/ only: all other code calls its helpers.
 *
 * Also read by assembly: constants before the C part only.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_HYPERCALL_H
#define ARCH_HYPERCALL_H

#define HYPERCALL_STUB_SIZE 32

#ifndef __ASSEMBLER__

#include <stdint.h>
#include <hypercall/xen.h>

extern const char hypercall_page[];

static inline long arch_hypercall(unsigned int op, unsigned long a1, unsigned long a2,
                                  unsigned long a3, unsigned long a4, unsigned long a5)
{
    long result;

    __asm__ volatile("call *%%eax"
                     : "=a"(result), "+b"(a1), "+c"(a2), "+d"(a3), "+S"(a4), "+D"(a5)
                     : "0"(hypercall_page + op * HYPERCALL_STUB_SIZE)
                     : "memory", "cc");
    return result;
}

/* A callback's entry point, in the form that Xen takes. */
static inline xen_callback_t arch_callback(uint16_t selector, uintptr_t address)
{
    return (xen_callback_t){ .cs = selector, .eip = address };
}

#endif
#endif
