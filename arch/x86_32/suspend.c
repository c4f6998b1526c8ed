/*
 * The architecture's part of suspending.
 *
 * The tools save the domain's pages. In page tables and in the vCPU's registers they
 * turn frames into pfns, and on the other side into new frames. So they must find the
 * p2m list; no entry may hold a frame of another owner (shared_info is Xen's); and the
 * kernel itself converts frames that are kept anywhere else. The tools find
 * start_info by its frame in edx; the two rings it names must be pfns by then.
 *
 *                       saved as             restored as
 *     page tables       pfns, by the tools   new frames
 *     p2m list          as it is             new frames, by the tools
 *     start_info rings  pfns, by the kernel  new frames, new ports
 *     shared_info       unmapped             mapped again
 *     vcpu_info         as memory            registered again
 *     trap table, callbacks, GDT, LDT, kernel stack, FPU, registers: by the tools
 */
/* SPDX-License-Identifier: MIT */
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <arch/suspend.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <hypercall/sched.h>
#include <hypercall/vcpu.h>
#include <kernel/lock.h>
#include <kernel/time.h>
#include <mm/p2m.h>
#include "pagetable_boot.h"
#include "setup_private.h"

void arch_publish_p2m(void)
{
    struct arch_shared_info *arch = &arch_shared_info()->arch;

    arch->max_pfn = p2m_pages();
    arch->p2m_vaddr = (unsigned long)p2m_list();
    arch->pfn_to_mfn_frame_list_list = ~0UL;    /* the older kind: there is none */
    arch->p2m_cr3 = xen_pfn_to_cr3(pagetable_root());
}

static void rings_to_pfns(void)
{
    struct start_info *info = arch_start_info();

    info->store_mfn = mfn_to_pfn(info->store_mfn);
    info->console.domU.mfn = mfn_to_pfn(info->console.domU.mfn);
}

static void rings_to_mfns(void)
{
    struct start_info *info = arch_start_info();

    info->store_mfn = pfn_to_mfn(info->store_mfn);
    info->console.domU.mfn = pfn_to_mfn(info->console.domU.mfn);
}

static void map_shared_info(void)
{
    mfn_t frame = arch_start_info()->shared_info >> PAGE_SHIFT;

    mmu_set_va((uintptr_t)arch_shared_info(), pte_make(frame, PTE_READ_WRITE), VA_FLUSH_PAGE);
    multicall_flush();
}

static void unmap_shared_info(void)
{
    mmu_set_va((uintptr_t)arch_shared_info(), 0, VA_FLUSH_PAGE);
    multicall_flush();
}

static int suspend_machine(void)
{
    int result;

    rings_to_pfns();
    unmap_shared_info();
    kernel_unlock_masked();
    result = sched_suspend(p2m_lookup_va(arch_start_info()));
    if (LOCK_TIME)
        lock_time_is(LOCK_TIME_RESUME);
    if (result) {
        map_shared_info();
        rings_to_mfns();
        return result;
    }
    pagetable_renew();
    map_shared_info();
    setup_register_vcpu();
    if (LOCK_TIME)
        lock_time_watch_vcpu();
    arch_publish_p2m();
    return 0;
}

int arch_suspend(void)
{
    int result;

    time_suspend();
    result = suspend_machine();
    time_resume();
    return result;
}
