/*
 * The one function that tells what this CPU can do.
 *
 * The cpuid instruction does not trap in ring 1: it shows the bare machine, not what
 * Xen lets a guest use. With the forced-emulation prefix Xen answers instead. Features
 * that never work in a PV guest (APIC, ACPI and the like) are hidden here as well.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_CPUID_H
#define ARCH_CPUID_H

#include <stdbool.h>
#include <stdint.h>

struct cpuid { uint32_t eax, ebx, ecx, edx; };

/* Any context. A leaf beyond the highest gives zeros. */
struct cpuid cpuid(uint32_t leaf, uint32_t subleaf);

/* Whether page-table entries may carry NX. */
bool cpu_has_nx(void);

/* Whether there is an RDRAND. */
bool cpu_has_rdrand(void);

#endif
