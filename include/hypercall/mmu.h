/*
 * Page-table and TLB operations, typed.
 *
 * "Batched" calls join the per-CPU batch under LAZY_MMU and panic, with a
 * report, if Xen refuses them. "Now" calls flush the batch, go out alone and
 * return 0 or a negative errno. Any context.
 *
 * Addresses of entries are machine addresses: mfn of the table << 12 | offset.
 * Rests on <xen/xen.h>: HYPERVISOR_mmu_update, _update_va_mapping, _mmuext_op.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_MMU_H
#define HYPERCALL_MMU_H

#include <arch/types.h>

/* How an update by linear address flushes this vCPU's TLB. */
enum va_flush { VA_FLUSH_NONE, VA_FLUSH_PAGE, VA_FLUSH_ALL };

/* Batched, and merged: N neighbouring entry updates are one call. */
void mmu_set_entry(uint64_t entry_maddr, pte_t pte);

/* Batched: the L1 entry of va, whose table must exist. */
void mmu_set_va(uintptr_t va, pte_t pte, enum va_flush flush);

/*
 * Batched, where Xen may refuse: instead of a panic, *result is 0 or a negative errno
 * once the batch has been sent.
 */
void mmu_ask_set_va(uintptr_t va, pte_t pte, enum va_flush flush, int *result);

/* Now: the same as the first two, where Xen may refuse. */
int mmu_try_set_entry(uint64_t entry_maddr, pte_t pte);
int mmu_try_set_va(uintptr_t va, pte_t pte, enum va_flush flush);

/* Batched: the TLB of this vCPU, of the vCPUs in a mask, of all. */
void mmu_flush_page(uintptr_t va);
void mmu_flush_tlb(void);
void mmu_flush_page_on(uintptr_t va, const unsigned long *vcpu_mask);
void mmu_flush_tlb_on(const unsigned long *vcpu_mask);
void mmu_flush_page_all(uintptr_t va);
void mmu_flush_tlb_all(void);

/* Batched: pins a frame, which Xen validates as a table of level 1 to 3, or unpins it. */
void mmu_pin_table(unsigned int level, mfn_t mfn);
void mmu_unpin_table(mfn_t mfn);
int mmu_try_pin_table(unsigned int level, mfn_t mfn);
int mmu_try_unpin_table(mfn_t mfn);

/* Batched (LAZY_CPU), now: this is the PV form of loading the root register; mfn is a valid L3 table. */
void mmu_set_root(mfn_t mfn);
int mmu_try_set_root(mfn_t mfn);

/* Now: count descriptors at a page-aligned address; 0 drops the LDT. */
int mmu_set_ldt(uintptr_t va, unsigned int count);

/* Batched (LAZY_CPU): the same, for the context switch. */
void mmu_switch_ldt(uintptr_t va, unsigned int count);

#endif
