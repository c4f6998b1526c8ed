/*
 * A batch that Xen refuses in part must say what was in it, who put it there,
 * and which of it failed: the entries themselves are gone by then.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/pagetable.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <verdict.h>

static void __attribute__((noipa)) queue_good(void)
{
    mmu_flush_tlb();
    __asm__ volatile("");       /* no tail call: the helper returns to here */
}

/* Maps a frame of Xen's: no guest may. */
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
