/*
 * The one function that asks what this CPU can do.
 *
 * The cpuid instruction does not trap in ring 1: it shows the bare machine,
 * not what Xen lets a guest use. Behind the forced-emulation prefix Xen answers
 * instead. What does not work in a PV guest whatever Xen says (APIC, ACPI and
 * their kin) is hidden here as well.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_CPUID_H
#define ARCH_CPUID_H

#include <stdbool.h>
#include <stdint.h>

struct cpuid { uint32_t eax, ebx, ecx, edx; };

/* Any context. A leaf beyond the highest answers all zero. */
struct cpuid cpuid(uint32_t leaf, uint32_t subleaf);

/* Whether page-table entries may carry NX. */
bool cpu_has_nx(void);

/* Whether there is an RDRAND. */
bool cpu_has_rdrand(void);

#endif
