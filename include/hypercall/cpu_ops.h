/*
 * The privileged state of a vCPU: traps, callbacks, kernel stack, descriptors,
 * the task-switched flag. "Batched" and "now" as in <hypercall/mmu.h>, batched
 * ones under LAZY_CPU.
 * Rests on <xen/xen.h>, <xen/callback.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_CPU_OPS_H
#define HYPERCALL_CPU_OPS_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/types.h>
#include <hypercall/xen.h>

/* Batched: this is the PV form of loading the IDT. The table ends with address 0 and must stay. */
void cpu_set_trap_table(const struct trap_info *table);

/* Batched: sets where Xen enters the kernel for a CALLBACKTYPE_. */
void cpu_register_callback(unsigned int type, uint16_t selector, uintptr_t address,
                           unsigned int flags);

/* Now: the same, where Xen may refuse. */
int cpu_try_register_callback(unsigned int type, uint16_t selector, uintptr_t address,
                              unsigned int flags);

/* Batched: the stack on which ring 3 enters ring 1; the PV form of the TSS. */
void cpu_stack_switch(uint16_t selector, uintptr_t stack);

/*
 * Batched: sets or clears the CPU's task-switched flag. While it is set the next use of the
 * FPU raises #NM, and Xen clears the flag; an upcall or a copy may be that use. Without a
 * handler #NM has no effect.
 */
void cpu_fpu_taskswitch(bool set);

/*
 * Batched, now: installs these frames as the GDT, with entries descriptors in all. At
 * most 14 frames, none of them mapped writable anywhere.
 */
void cpu_set_gdt(const mfn_t *frames, unsigned int entries);
int cpu_try_set_gdt(const mfn_t *frames, unsigned int entries);

/* Batched, now: writes one descriptor at a machine address in a GDT or LDT frame. */
void cpu_update_descriptor(uint64_t maddr, uint64_t descriptor);
int cpu_try_update_descriptor(uint64_t maddr, uint64_t descriptor);

#endif
