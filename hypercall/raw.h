/*
 * The one way into Xen: every hypercall is counted here and entered through arch/. Private to
 * this folder: all other code calls the typed helpers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_RAW_H
#define HYPERCALL_RAW_H

#include <arch/hypercall.h>
#include <arch/percpu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>

static inline long hypercall5(unsigned int op, unsigned long a1, unsigned long a2,
                              unsigned long a3, unsigned long a4, unsigned long a5)
{
    this_cpu(hypercall_stats).calls[op % HYPERCALL_OPS]++;
    return arch_hypercall(op, a1, a2, a3, a4, a5);
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
