/*
 * The one way into Xen: a call into the hypercall page.
 *
 * The domain builder fills the page that our ELF note names with one stub of
 * 32 bytes per operation; the stub knows how this Xen wants to be entered.
 * Arguments go in ebx, ecx, edx, esi, edi, the result comes back in eax, and
 * Xen may clobber the argument registers. Private to this folder: everyone
 * else calls the typed helpers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_RAW_H
#define HYPERCALL_RAW_H

#include <arch/percpu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>

#define HYPERCALL_STUB_SIZE 32

extern const char hypercall_page[];

static inline long hypercall5(unsigned int op, unsigned long a1, unsigned long a2,
                              unsigned long a3, unsigned long a4, unsigned long a5)
{
    long result;

    this_cpu(hypercall_stats).calls[op % HYPERCALL_OPS]++;
    __asm__ volatile("call *%%eax"
                     : "=a"(result), "+b"(a1), "+c"(a2), "+d"(a3), "+S"(a4), "+D"(a5)
                     : "0"(hypercall_page + op * HYPERCALL_STUB_SIZE)
                     : "memory", "cc");
    return result;
}

static inline long hypercall1(unsigned int op, unsigned long a1)
{
    return hypercall5(op, a1, 0, 0, 0, 0);
}

static inline long hypercall2(unsigned int op, unsigned long a1, unsigned long a2)
{
    return hypercall5(op, a1, a2, 0, 0, 0);
}

static inline long hypercall3(unsigned int op, unsigned long a1, unsigned long a2,
                              unsigned long a3)
{
    return hypercall5(op, a1, a2, a3, 0, 0);
}

static inline long hypercall4(unsigned int op, unsigned long a1, unsigned long a2,
                              unsigned long a3, unsigned long a4)
{
    return hypercall5(op, a1, a2, a3, a4, 0);
}

/* Xen's error numbers are Linux's; the C library's differ above 34. */
int hypercall_errno(long result);

#endif
