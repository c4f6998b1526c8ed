/*
 * Small facts of the CPU that generic code needs: barriers, the time stamp,
 * atomic bit operations on memory that Xen or another domain writes too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <stdbool.h>
#include <stdint.h>

/* Keeps the compiler, and on x86 that is enough for loads and for stores among themselves. */
#define barrier()   __asm__ volatile("" ::: "memory")
#define read_barrier()  barrier()
#define write_barrier() barrier()

/* Also orders a store before a later load, which x86 may swap. */
#define full_barrier() __asm__ volatile("lock; addl $0, (%%esp)" ::: "memory", "cc")

static inline void cpu_relax(void)
{
    __asm__ volatile("pause" ::: "memory");
}

static inline uint64_t cpu_timestamp(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return ((uint64_t)high << 32) | low;
}

/* Atomic against Xen and other domains: locked even with a single vCPU. */
static inline void atomic_set_bit(unsigned int bit, volatile unsigned long *word)
{
    __asm__ volatile("lock; btsl %1, %0" : "+m"(*word) : "Ir"(bit) : "memory", "cc");
}

static inline void atomic_clear_bit(unsigned int bit, volatile unsigned long *word)
{
    __asm__ volatile("lock; btrl %1, %0" : "+m"(*word) : "Ir"(bit) : "memory", "cc");
}

static inline unsigned long atomic_swap(volatile unsigned long *word, unsigned long value)
{
    __asm__ volatile("xchgl %0, %1" : "+r"(value), "+m"(*word) : : "memory");
    return value;
}

#endif
