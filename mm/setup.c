/*
 * Memory at boot: what the domain builder put where, and what is free.
 *
 * The builder's mapping holds, in an order that differs between builders: the
 * image, a module (ramdisk), the p2m list, start_info, the console and xenstore
 * rings, the page tables, a stack. The pages above the last of them are free.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/pagetable.h>
#include <arch/setup.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <diag/report.h>
#include <lib/util.h>
#include <mm/frames.h>
#include <mm/heap.h>
#include <mm/p2m.h>
#include <mm/setup.h>

/* With fewer free pages nothing useful can start. */
#define LEAST_PAGES 24

extern const char image_end[];

static size_t unreachable;

static void setup_keep(uintptr_t *spare, uintptr_t start, size_t bytes)
{
    uintptr_t end = ROUND_UP(start + bytes, PAGE_SIZE);

    if (end > *spare && end <= pagetable_builder_end())
        *spare = end;
}

static void keep_frame(uintptr_t *spare, mfn_t mfn)
{
    pfn_t pfn = mfn_to_pfn(mfn);

    if (pfn != PFN_NONE)
        setup_keep(spare, builder_va(pfn), PAGE_SIZE);
}

static uintptr_t first_spare(void)
{
    const struct start_info *info = arch_start_info();
    uintptr_t spare = 0;

    setup_keep(&spare, (uintptr_t)image_end, 0);
    setup_keep(&spare, (uintptr_t)info, sizeof(*info));
    setup_keep(&spare, info->mfn_list, info->nr_pages * sizeof(mfn_t));
    setup_keep(&spare, info->pt_base, info->nr_pt_frames * PAGE_SIZE);
    if (info->mod_len && !(info->flags & SIF_MOD_START_PFN))
        setup_keep(&spare, info->mod_start, info->mod_len);
    keep_frame(&spare, info->store_mfn);
    if (!(info->flags & SIF_INITDOMAIN))
        keep_frame(&spare, info->console.domU.mfn);
    return spare;
}

static void name_unreachable(uintptr_t heap_limit)
{
    size_t reachable = (heap_limit - VIRT_BASE + MAP_AREA_SIZE) / PAGE_SIZE;
    size_t pages = p2m_pages();

    if (pages <= reachable)
        return;
    unreachable = pages - reachable;
    log_printf("memory: %lu of %lu MiB cannot be used: 32-bit addresses end\n",
               (unsigned long)unreachable >> 8, (unsigned long)pages >> 8);
}

void memory_init(void)
{
    uintptr_t spare = first_spare(), builder_end = pagetable_builder_end();
    uintptr_t heap_limit = pagetable_map_end() - MAP_AREA_SIZE;

    frames_init(builder_pfn(builder_end), p2m_pages());
    heap_init(spare, builder_end, heap_limit);
    name_unreachable(heap_limit);
    if (memory_free() / PAGE_SIZE < LEAST_PAGES)
        panic("too little memory: %lu KiB, of which %lu are free; give the guest more",
              (unsigned long)memory_total() >> 10, (unsigned long)memory_free() >> 10);
}

/* In bytes, as many as a size_t can tell. */
static size_t bytes_of(size_t pages)
{
    size_t most = SIZE_MAX / PAGE_SIZE;

    return (pages < most ? pages : most) * PAGE_SIZE;
}

size_t memory_total(void)
{
    return bytes_of(p2m_present());
}

size_t memory_free(void)
{
    return bytes_of(frames_free() + heap_spare_pages());
}

size_t memory_unreachable(void)
{
    return bytes_of(unreachable);
}

static void memory_report(void)
{
    log_printf("memory: %lu KiB of %lu are free\n", (unsigned long)memory_free() >> 10,
               (unsigned long)memory_total() >> 10);
}

static const struct sysrq sysrq SYSRQ = { "m memory", memory_report };
