/*
 * Nonsense passed to the kernel's own calls: each fails with an errno and changes
 * nothing. The calls of ringlet.h are in ringlet_api, mistakes that end in a panic
 * in bad_calls.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/segments.h>
#include <events/ports.h>
#include <hypercall/cpu_ops.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <kernel/thread.h>
#include <kernel/usermode.h>
#include <mm/frames.h>
#include <mm/heap.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Page tables for the mapping that was too large. */
#define VERDICT_LEAK_ALLOWED (8 * 4096)
#include <verdict.h>

static void nothing(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
}

static void check_ports(void)
{
    evtchn_port_t port, other, hole;

    CHECK_EQUAL(port_bind_unbound(DOMID_SELF, nothing, NULL, &port), 0);
    CHECK_EQUAL(port_bind_ipi(NULL, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_virq(VIRQ_DEBUG, NULL, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_unbound(DOMID_SELF, NULL, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_interdomain(DOMID_SELF, port, NULL, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_virq(VIRQ_TIMER, nothing, NULL, &other), -EEXIST);
    CHECK_EQUAL(port_bind_virq(99, nothing, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_interdomain(DOMID_SELF, EVENT_PORTS, nothing, NULL, &other), -EINVAL);
    CHECK_EQUAL(port_bind_interdomain(0x1234, 1, nothing, NULL, &other), -ESRCH);
    /* None of these has left a port behind: the next one has the next number. */
    CHECK_EQUAL(port_bind_ipi(nothing, NULL, &hole), 0);
    CHECK_EQUAL(hole, port + 1);
    CHECK_EQUAL(port_close(hole), 0);

    CHECK_EQUAL(port_attach(port, nothing, NULL), -EBUSY);
    CHECK_EQUAL(port_attach(0, nothing, NULL), -EINVAL);
    CHECK_EQUAL(port_attach(EVENT_PORTS, nothing, NULL), -EINVAL);
    CHECK_EQUAL(port_attach(hole, NULL, NULL), -EINVAL);
    CHECK_EQUAL(port_close(port), 0);
    for (other = 0; other < 2; other++) {
        evtchn_port_t none = other ? EVENT_PORTS : port;

        CHECK_EQUAL(port_close(none), -EINVAL);
        CHECK_EQUAL(port_send(none), -EINVAL);
        CHECK_EQUAL(port_mask(none), -EINVAL);
        CHECK_EQUAL(port_unmask(none), -EINVAL);
    }
}

static char in_image[3 * PAGE_SIZE];

static void check_mapping(void)
{
    uintptr_t image = ((uintptr_t)in_image + PAGE_MASK) & ~(uintptr_t)PAGE_MASK;
    uintptr_t xen = pagetable_xen_start(), free_va = pagetable_map_end() - 2 * PAGE_SIZE;
    mfn_t mfn = pte_mfn(pagetable_lookup(image));
    pte_t before = pagetable_lookup(image);
    uint32_t traps = hypercall_count_all();

    CHECK_EQUAL(pagetable_insert(image, &mfn, 1, PTE_READ_WRITE), -EEXIST);
    CHECK_EQUAL(pagetable_insert(image + 1, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(0, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(xen, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(xen - PAGE_SIZE, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(0xfffff000, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(free_va, &mfn, 3, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(image, &mfn, SIZE_MAX, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(image, &mfn, 0x100000, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_protect(image + 4, 1, PTE_READ_ONLY), -EINVAL);
    CHECK_EQUAL(pagetable_protect(xen, 1, PTE_READ_ONLY), -EINVAL);
    CHECK_EQUAL(pagetable_protect(free_va, 1, PTE_READ_ONLY), -EFAULT);
    CHECK_EQUAL(pagetable_remove(image + 4, 1), -EINVAL);
    CHECK_EQUAL(pagetable_remove(xen, 1), -EINVAL);
    CHECK_EQUAL(pagetable_remove(image, SIZE_MAX), -EINVAL);
    CHECK_EQUAL(hypercall_count_all() - traps, 0);      /* Xen was not even asked */
    CHECK_EQUAL(map_populate(image, 1, PTE_READ_WRITE), -EEXIST);
    CHECK_EQUAL(map_populate(xen, 1, PTE_READ_WRITE), -EINVAL);
    CHECK(pagetable_lookup(image) == before);
    /* With DEBUG=1 the frames that it took and freed are mapped to check their poison. */
    CHECK(DEBUG_BUILD || hypercall_count_all() == traps);

    CHECK(map_alloc(0, PTE_READ_WRITE) == NULL);
    CHECK(map_alloc(SIZE_MAX, PTE_READ_WRITE) == NULL);
    CHECK(map_alloc(p2m_pages(), PTE_READ_WRITE) == NULL);
    CHECK(map_reserve(SIZE_MAX / PAGE_SIZE) == NULL);
    CHECK_EQUAL(pfn_to_mfn(p2m_pages()), MFN_NONE);
    CHECK_EQUAL(mfn_to_pfn(MFN_NONE), PFN_NONE);
    CHECK_EQUAL(mfn_to_pfn(0), PFN_NONE);               /* a frame of the machine, not ours */
}

/* Calls that are not batched: Xen refuses, and the caller gets the error. */
static void check_refused(void)
{
    uintptr_t image = ((uintptr_t)in_image + PAGE_MASK) & ~(uintptr_t)PAGE_MASK;
    pte_t before = pagetable_lookup(image);
    int result = 1;

    CHECK(mmu_try_set_va(image, pte_make(0xfffffff, PTE_READ_WRITE), VA_FLUSH_PAGE) < 0);
    CHECK(mmu_try_set_va(pagetable_xen_start(), before, VA_FLUSH_PAGE) < 0);
    CHECK(mmu_try_set_entry(8, before) < 0);            /* frame 0 is no table of ours */
    mmu_ask_set_va(image, pte_make(0xfffffff, PTE_READ_WRITE), VA_FLUSH_PAGE, &result);
    CHECK(result < 0);
    CHECK(pagetable_lookup(image) == before);
    CHECK(cpu_try_register_callback(99, KERNEL_CS, (uintptr_t)nothing, 0) < 0);
    CHECK(cpu_try_update_descriptor(4, 0) < 0);
}

static void check_segments(void)
{
    struct arch_context *context = thread_context(thread_current());

    CHECK_EQUAL(context_set_descriptor(context, LDT_ENTRIES, 0), -EINVAL);
    CHECK_EQUAL(context_set_ldt(context, 0x1234, 4), -EINVAL);
    CHECK_EQUAL(context->ldt, 0);
}

static void check_ring3(void)
{
    char *page = usermode_alloc(1), *kernel_page = map_alloc(1, PTE_READ_WRITE);
    struct usermode user = { .entry = (uintptr_t)check_ring3,
                             .stack_top = (uintptr_t)page + PAGE_SIZE };

    CHECK_EQUAL(usermode_run(&user), -EINVAL);          /* an address of kernel code */
    user.entry = (uintptr_t)page;
    user.stack_top = (uintptr_t)kernel_page + PAGE_SIZE;
    CHECK_EQUAL(usermode_run(&user), -EINVAL);
    user.stack_top = 0;
    CHECK_EQUAL(usermode_run(&user), -EINVAL);
    CHECK_EQUAL(usermode_protect(page, 1, true, true), -EINVAL);
    CHECK_EQUAL(usermode_protect(kernel_page, 1, true, false), -EFAULT);
    CHECK_EQUAL(usermode_protect(page, 2, true, false), -EFAULT);
    CHECK_EQUAL(usermode_protect(page + 4, 1, true, false), -EINVAL);
    CHECK(!(pagetable_lookup((uintptr_t)kernel_page) & PTE_USER));
    CHECK(usermode_alloc(0) == NULL);
    CHECK(usermode_alloc(SIZE_MAX) == NULL);
    map_free(kernel_page, 1);
    usermode_free(page, 1);
}

static void check_memory(void)
{
    uintptr_t old = 0;
    char byte = 0;

    CHECK_EQUAL(heap_move_break(INTPTR_MIN, &old), -ENOMEM);
    CHECK_EQUAL(heap_move_break(INTPTR_MAX, &old), -ENOMEM);
    CHECK(thread_create("huge", NULL, NULL, SIZE_MAX / 2, THREAD_PRIORITY_DEFAULT) == NULL);
    CHECK_EQUAL(thread_join(thread_current(), NULL), -EDEADLK);
    CHECK_EQUAL(probe_read(&byte, pagetable_xen_start(), 1), 0);        /* the m2p, which we may read */
    CHECK_EQUAL(probe_write(pagetable_xen_start(), &byte, 1), -EFAULT);
    CHECK_EQUAL(probe_read(&byte, 0xffffffff, 1), -EFAULT);
    CHECK_EQUAL(probe_read(&byte, 0, 1), -EFAULT);
}

void test(void)
{
    check_ports();
    check_mapping();
    check_refused();
    check_segments();
    check_ring3();
    check_memory();
}
