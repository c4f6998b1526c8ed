/*
 * Small facts of the CPU that generic code needs: barriers, the time stamp,
 * atomic bit operations on memory that Xen or another domain writes too.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <stdbool.h>
#include <stdint.h>

/* Stops the compiler only: x86 itself keeps loads in order, and stores. */
#define barrier()   __asm__ volatile("" ::: "memory")
#define read_barrier()  barrier()
#define write_barrier() barrier()

/* Also orders a store before a later load, which x86 may swap. */
#define full_barrier() __asm__ volatile("lock; addl $0, (%%esp)" ::: "memory", "cc")

static inline uint64_t cpu_timestamp(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return ((uint64_t)high << 32) | low;
}

/*
 * cr4 and model-specific registers are on no hot path: the instructions trap, and Xen
 * emulates them. cr4 shows what Xen lets this domain see; a write
 * changes the bits Xen lets it choose (TSD, DE, FSGSBASE, OSXSAVE, as cpuid has
 * them) and drops the rest. Any context.
 */
static inline uint32_t cpu_cr4(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr4, %0" : "=r"(value));
    return value;
}

static inline void cpu_set_cr4(uint32_t value)
{
    __asm__ volatile("movl %0, %%cr4" : : "r"(value) : "memory");
}

/* Reading a register that Xen hides is a general protection fault. */
static inline uint64_t cpu_read_msr(uint32_t number)
{
    uint32_t low, high;

    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
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

/* Stores value if *at is expected; returns the old *at. */
static inline uint16_t atomic_compare_swap16(volatile uint16_t *at, uint16_t expected,
                                             uint16_t value)
{
    uint16_t seen = expected;

    __asm__ volatile("lock; cmpxchgw %2, %1"
                     : "+a"(seen), "+m"(*at) : "r"(value) : "memory", "cc");
    return seen;
}

#endif
