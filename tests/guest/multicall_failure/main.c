/*
 * When Xen refuses part of a batch, the report names its entries, their callers,
 * and which of them failed: the entries themselves are gone by then.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/pagetable.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <verdict.h>

static void __attribute__((noipa)) queue_good(void)
{
    mmu_flush_tlb();
    __asm__ volatile("");       /* no tail call, so that the helper returns to here */
}

/* Maps a frame of Xen's, which no guest may do. */
static void __attribute__((noipa)) queue_bad(void)
{
    mmu_set_va(LOW_MAP_START, pte_make(1, PTE_READ_WRITE), VA_FLUSH_NONE);
}

void test(void)
{
    lazy_begin(LAZY_MMU);
    queue_good();
    queue_bad();
    lazy_end(LAZY_MMU);
    printf("VERDICT pass\n");       /* never: the flush panics */
}
