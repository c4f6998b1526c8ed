/*
 * Per-CPU variables, reached through the segment in %fs.
 *
 * The linker lays all of them in one area, and that area itself is vCPU 0's
 * copy: with a base of 0 in %fs, &variable is its address. Another vCPU's segment has
 * the distance to its own copy as base. So per-CPU access works from the first
 * instruction on, with the flat segment that Xen sets at the start, and costs one
 * prefix byte.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_PERCPU_H
#define ARCH_PERCPU_H

#include <stdint.h>

/* Zero at start, like .bss; other initial values are set by code. */
#define PER_CPU         __attribute__((section(".bss.percpu")))

/* This vCPU's copy of a per-CPU variable, as an lvalue. Any context. */
#define this_cpu(name)  (*(__typeof__(name) __seg_fs *)(uintptr_t)&(name))

/* Distance of this vCPU's area from the linked one; 0 on vCPU 0. */
extern uintptr_t percpu_base;

/*
 * An ordinary pointer to this vCPU's copy. The caller must not be moved to another
 * vCPU while using it (today threads do not move).
 */
#define this_cpu_ptr(name) \
    ((__typeof__(&(name)))((uintptr_t)&(name) + this_cpu(percpu_base)))

#endif
