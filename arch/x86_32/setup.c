/*
 * The architecture's part of start-up: from the entry point to a vCPU that takes
 * traps and events, on pages with the right protection.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/segments.h>
#include <arch/setup.h>
#include <arch/traps.h>
#include <diag/canary.h>
#include <diag/panic.h>
#include <drivers/console.h>
#include <hypercall/multicall.h>
#include <hypercall/vcpu.h>
#include <kernel/lock_time.h>
#include <kernel/main.h>
#include <mm/map.h>
#include "pagetable_boot.h"
#include "setup_private.h"

extern char boot_stack_guard[], boot_stack_end[];

static void check_magic(void)
{
    if (memcmp(xen_start_info->magic, "xen-3.", 6))
        panic("start_info at %p: magic is not xen-3.x", xen_start_info);
}

/* The page of shared_info is Xen's: it is mapped in the low map area. */
static void map_shared_info(void)
{
    mfn_t frame = xen_start_info->shared_info >> PAGE_SHIFT;

    /* Not map_frames(), which would send the batch: this is a part of it. */
    xen_shared_info = map_reserve(1);
    if (!xen_shared_info || pagetable_insert((uintptr_t)xen_shared_info, &frame, 1, PTE_READ_WRITE))
        panic("shared_info: no place to map it");
}

static void unmap_stack_guards(void)
{
    pagetable_remove((uintptr_t)boot_stack_guard, 1);
    pagetable_remove((uintptr_t)boot_stack_end, 1);
}

/* One batch: operations take effect in the order of the calls, and none is relied on before the end. */
static void take_over_cpu(void)
{
    lazy_begin(LAZY_MMU);
    lazy_begin(LAZY_CPU);
    map_shared_info();
    segments_fill();
    pagetable_protect_image();
    segments_install();
    traps_init();
    vcpu_stop_periodic_timer(arch_vcpu());
    lazy_end(LAZY_CPU);
    lazy_end(LAZY_MMU);
    segments_load();
}

void arch_start(struct start_info *info)
{
    canary_init();              /* no function that was entered before this may return */
    xen_start_info = info;
    events_mask();              /* in the new record; Xen's own still has the mask set */
    if (LOCK_TIME)
        lock_time_is(LOCK_TIME_BOOT);
    check_magic();
    pagetable_adopt();
    console_early_init();
    map_init();
    take_over_cpu();
    vcpu_register();
    if (LOCK_TIME)
        lock_time_watch_vcpu();
    unmap_stack_guards();
    kernel_main();
}
