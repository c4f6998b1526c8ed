/*
 * The batch: which entries wait, when and in what order they are sent, and which
 * results a caller gets. A batch that loses, repeats or delays an entry changes page
 * tables wrongly; one that traps too often is no batch.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <events/ports.h>
#include <hypercall/cpu_ops.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <kernel/thread.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Two page tables for the area stay. */
#define VERDICT_LEAK_ALLOWED (2 * 4096)
#include <verdict.h>

#define PAGES 4

/* Pages whose entries are changed, and those entries, read in place: that flushes nothing. */
static uintptr_t area;
static const volatile pte_t *entries;

static uint32_t traps(unsigned int op)
{
    return hypercall_count(op);
}

static uint32_t flushes(enum flush_reason reason)
{
    return hypercall_stats.flushes[reason];
}

static pte_t entry(unsigned int page)
{
    return entries[page];
}

static uintptr_t page_va(unsigned int page)
{
    return area + page * PAGE_SIZE;
}

static void set_page(unsigned int page, pte_t flags)
{
    mmu_set_va(page_va(page), pte_make(pte_mfn(entry(page)), flags), VA_FLUSH_PAGE);
}

static bool is_writable(unsigned int page)
{
    return entry(page) & PTE_WRITE;
}

static void check_single(void)
{
    uint32_t plain = traps(__HYPERVISOR_update_va_mapping), multi = traps(__HYPERVISOR_multicall);
    uint32_t now = flushes(FLUSH_NOW);

    set_page(0, PTE_READ_ONLY);
    CHECK(!is_writable(0));
    CHECK_EQUAL(traps(__HYPERVISOR_update_va_mapping) - plain, 1);
    lazy_begin(LAZY_MMU);
    set_page(0, PTE_READ_WRITE);
    CHECK(!is_writable(0));
    CHECK_EQUAL(multicall_pending(), 1);
    lazy_end(LAZY_MMU);
    CHECK(is_writable(0));
    CHECK_EQUAL(traps(__HYPERVISOR_update_va_mapping) - plain, 2);
    CHECK_EQUAL(traps(__HYPERVISOR_multicall) - multi, 0);
    CHECK_EQUAL(flushes(FLUSH_NOW) - now, 1);
}

static void check_lazy(void)
{
    uint32_t all = hypercall_count_all(), ends = flushes(FLUSH_LAZY_END);
    uint32_t asked = flushes(FLUSH_ASKED);

    lazy_begin(LAZY_MMU);
    lazy_begin(LAZY_MMU);
    set_page(0, PTE_READ_ONLY);
    set_page(1, PTE_READ_ONLY);
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(hypercall_count_all() - all, 0);
    cpu_fpu_taskswitch(false);          /* of the other kind: sent at once, with all that waits */
    CHECK_EQUAL(hypercall_count_all() - all, 1);
    CHECK(!is_writable(0) && !is_writable(1));
    set_page(0, PTE_READ_WRITE);
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(hypercall_count_all() - all, 2);
    CHECK(is_writable(0));
    CHECK_EQUAL(flushes(FLUSH_LAZY_END) - ends, 1);

    lazy_begin(LAZY_MMU);
    set_page(1, PTE_READ_WRITE);
    multicall_flush();
    CHECK(is_writable(1));
    multicall_flush();
    multicall_flush();
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(hypercall_count_all() - all, 3);
    CHECK_EQUAL(flushes(FLUSH_ASKED) - asked, 1);
    CHECK_EQUAL(multicall_pending(), 0);
}

/* --- full ---------------------------------------------------------------- */

static void check_entries_full(void)
{
    uint32_t full = flushes(FLUSH_ENTRIES_FULL), batched = hypercall_stats.batched;
    unsigned int i;

    lazy_begin(LAZY_MMU);
    for (i = 0; i < MULTICALL_ENTRIES; i++)
        set_page(i % PAGES, PTE_READ_ONLY);
    CHECK_EQUAL(multicall_pending(), MULTICALL_ENTRIES);
    CHECK(is_writable(0));
    set_page(0, PTE_READ_WRITE);
    CHECK_EQUAL(multicall_pending(), 1);
    CHECK(!is_writable(0) && !is_writable(PAGES - 1));
    lazy_end(LAZY_MMU);
    CHECK(is_writable(0));
    CHECK_EQUAL(flushes(FLUSH_ENTRIES_FULL) - full, 1);
    CHECK_EQUAL(hypercall_stats.batched - batched, MULTICALL_ENTRIES + 1);
    for (i = 0; i < PAGES; i++)
        set_page(i, PTE_READ_WRITE);
}

/* Updates of entries by machine address, which merge. */
static uint64_t entry_maddr(unsigned int page)
{
    uintptr_t entry_va = (uintptr_t)&entries[page];

    return ((uint64_t)pte_mfn(pagetable_lookup(entry_va & ~(uintptr_t)PAGE_MASK)) << PAGE_SHIFT) +
           (entry_va & PAGE_MASK);
}

static void set_entry(unsigned int page, pte_t flags)
{
    mmu_set_entry(entry_maddr(page), pte_make(pte_mfn(entry(page)), flags));
}

#define UPDATE_BYTES 16

static void check_arguments_full(void)
{
    const unsigned int fit = MULTICALL_ARG_BYTES / UPDATE_BYTES;
    uint32_t full = flushes(FLUSH_ARGS_FULL), merged = hypercall_stats.merged;
    uint32_t plain = traps(__HYPERVISOR_mmu_update);
    unsigned int i;

    lazy_begin(LAZY_MMU);
    for (i = 0; i < fit; i++)
        set_entry(i % PAGES, PTE_READ_ONLY);
    CHECK_EQUAL(multicall_pending(), 1);
    CHECK_EQUAL(hypercall_stats.merged - merged, fit - 1);
    CHECK_EQUAL(traps(__HYPERVISOR_mmu_update) - plain, 0);
    set_entry(0, PTE_READ_WRITE);
    CHECK_EQUAL(flushes(FLUSH_ARGS_FULL) - full, 1);
    CHECK_EQUAL(multicall_pending(), 1);
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(traps(__HYPERVISOR_mmu_update) - plain, 2);
    CHECK(is_writable(0) && !is_writable(1));
    /* Both flushes freed the space, so as much fits again. */
    full = flushes(FLUSH_ARGS_FULL);
    lazy_begin(LAZY_MMU);
    for (i = 0; i < fit; i++)
        set_entry(i % PAGES, PTE_READ_WRITE);
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(flushes(FLUSH_ARGS_FULL) - full, 0);
    for (i = 0; i < PAGES; i++)
        CHECK(is_writable(i));
}

/* Only neighbouring entries merge, so order is kept. */
static void check_merge(void)
{
    lazy_begin(LAZY_MMU);
    set_entry(0, PTE_READ_ONLY);
    set_entry(1, PTE_READ_ONLY);
    CHECK_EQUAL(multicall_pending(), 1);
    mmu_flush_page(page_va(0));
    mmu_flush_page(page_va(1));
    CHECK_EQUAL(multicall_pending(), 2);
    set_entry(0, PTE_READ_WRITE);
    CHECK_EQUAL(multicall_pending(), 3);
    mmu_flush_tlb();
    CHECK_EQUAL(multicall_pending(), 4);
    lazy_end(LAZY_MMU);
    CHECK(is_writable(0) && !is_writable(1));
    set_page(1, PTE_READ_WRITE);
}

/* --- results ------------------------------------------------------------- */

static void check_results(void)
{
    int good = 1, bad = 1, again = 1;

    lazy_begin(LAZY_MMU);
    mmu_ask_set_va(page_va(0), pte_make(pte_mfn(entry(0)), PTE_READ_ONLY), VA_FLUSH_PAGE, &good);
    mmu_ask_set_va(page_va(1), pte_make(1, PTE_READ_WRITE), VA_FLUSH_PAGE, &bad);
    set_page(2, PTE_READ_ONLY);
    mmu_ask_set_va(page_va(0), pte_make(pte_mfn(entry(0)), PTE_READ_WRITE), VA_FLUSH_PAGE,
                   &again);
    CHECK(good == 1 && bad == 1 && again == 1);
    lazy_end(LAZY_MMU);
    CHECK_EQUAL(good, 0);
    CHECK(bad < 0);
    CHECK_EQUAL(again, 0);
    CHECK(is_writable(0) && is_writable(1) && !is_writable(2));
    set_page(2, PTE_READ_WRITE);
    mmu_ask_set_va(page_va(1), pte_make(1, PTE_READ_WRITE), VA_FLUSH_PAGE, &again);
    CHECK(again < 0);                   /* a batch of one, sent as a plain call, also reports it */
}

/* --- callbacks ----------------------------------------------------------- */

static char order[32];
static bool saw_write_bit, was_masked;

static void note(void *name)
{
    strcat(order, name);
    saw_write_bit = is_writable(0);
    was_masked = events_masked();
}

static void note_and_queue(void *name)
{
    note(name);
    set_page(0, PTE_READ_WRITE);        /* sent at once, as a callback runs outside sections */
    multicall_callback(note, "d");
}

static bool in_flusher;

/* A flush in a callback runs no other callback: those that wait run after it. */
static void note_and_flush(void *name)
{
    in_flusher = true;
    note(name);
    set_page(0, PTE_READ_ONLY);
    multicall_flush();
    in_flusher = false;
}

static void note_alone(void *name)
{
    note(in_flusher ? "?" : name);
}

static void note_in_section(void *name)
{
    note(name);
    lazy_begin(LAZY_MMU);
    set_page(1, PTE_READ_ONLY);
    multicall_callback(note, "y");
    CHECK(!strchr(order, 'y'));
    lazy_end(LAZY_MMU);
}

static void check_callbacks(void)
{
    order[0] = 0;
    multicall_callback(note, "0");      /* nothing waits, so it runs now */
    CHECK(strcmp(order, "0") == 0);
    lazy_begin(LAZY_MMU);
    set_page(0, PTE_READ_ONLY);
    multicall_callback(note, "a");
    multicall_callback(note_and_queue, "b");
    multicall_callback(note, "c");
    CHECK(strcmp(order, "0") == 0);
    lazy_end(LAZY_MMU);
    CHECK(strcmp(order, "0abcd") == 0);
    CHECK(is_writable(0) && saw_write_bit && was_masked);
    CHECK(!events_masked());

    order[0] = 0;
    lazy_begin(LAZY_MMU);
    set_page(0, PTE_READ_WRITE);
    multicall_callback(note_and_flush, "f");
    multicall_callback(note_alone, "g");
    lazy_end(LAZY_MMU);
    CHECK(strcmp(order, "fg") == 0);

    order[0] = 0;
    set_page(0, PTE_READ_ONLY);
    lazy_begin(LAZY_MMU);
    multicall_callback(note_in_section, "x");   /* nothing is queued: it runs at the next flush */
    CHECK_EQUAL(order[0], 0);
    multicall_flush();
    CHECK_EQUAL(is_writable(1), true);  /* the outer section still holds the callback's update */
    multicall_callback(note, "z");
    lazy_end(LAZY_MMU);
    CHECK(strcmp(order, "xyz") == 0);
    CHECK(!is_writable(1));
    set_page(0, PTE_READ_WRITE);
    set_page(1, PTE_READ_WRITE);
}

/* --- events -------------------------------------------------------------- */

static unsigned int upcalls;

/* Queues and sends while the interrupted thread has an open section. */
static void on_event(evtchn_port_t port, void *data)
{
    (void)port;
    (void)data;
    upcalls++;
    set_page(3, upcalls % 2 ? PTE_READ_ONLY : PTE_READ_WRITE);
    CHECK_EQUAL(is_writable(3), upcalls % 2 == 0);
    CHECK_EQUAL(multicall_pending(), 0);
}

static void check_events(void)
{
    evtchn_port_t port;
    unsigned int i;

    if (!CHECK_EQUAL(port_bind_ipi(on_event, NULL, &port), 0))
        return;
    lazy_begin(LAZY_MMU);
    for (i = 0; i < 40; i++) {
        set_page(0, i % 2 ? PTE_READ_WRITE : PTE_READ_ONLY);
        set_entry(1, i % 2 ? PTE_READ_WRITE : PTE_READ_ONLY);
        CHECK(multicall_pending() > 0);
        port_send(port);                /* the handler runs before it returns */
        CHECK_EQUAL(upcalls, i + 1);
        CHECK_EQUAL(is_writable(0), i % 2);
        CHECK_EQUAL(is_writable(1), i % 2);
        CHECK_EQUAL(lazy_depth_of(LAZY_MMU), 1);
    }
    lazy_end(LAZY_MMU);
    port_close(port);
}

/* --- threads ------------------------------------------------------------- */

static void *not_held_back(void *unused)
{
    CHECK_EQUAL(lazy_depth_of(LAZY_MMU), 0);
    CHECK(!is_writable(0));             /* sent when the other thread was switched out */
    set_page(1, PTE_READ_ONLY);
    CHECK(!is_writable(1));
    return unused;
}

/* A section belongs to its thread. */
static void check_threads(void)
{
    uint32_t switches = flushes(FLUSH_SWITCH);
    struct thread *other;

    lazy_begin(LAZY_MMU);
    other = thread_create("other", not_held_back, NULL, 8192, THREAD_PRIORITY_DEFAULT);
    set_page(0, PTE_READ_ONLY);
    thread_yield();
    CHECK_EQUAL(lazy_depth_of(LAZY_MMU), 1);
    set_page(0, PTE_READ_WRITE);
    CHECK_EQUAL(multicall_pending(), 1);
    lazy_end(LAZY_MMU);
    thread_join(other, NULL);
    set_page(1, PTE_READ_WRITE);
    CHECK_EQUAL(flushes(FLUSH_SWITCH) - switches, 1);
}

void test(void)
{
    area = pagetable_map_end() - (4 << 20);
    if (!CHECK_EQUAL(map_populate(area, PAGES, PTE_READ_WRITE), 0))
        return;
    entries = (const volatile pte_t *)(pagetable_map_end() + (area >> 21) * PAGE_SIZE) +
              (area >> PAGE_SHIFT) % 512;
    check_single();
    check_lazy();
    check_entries_full();
    check_arguments_full();
    check_merge();
    check_results();
    check_callbacks();
    check_events();
    check_threads();
    map_depopulate(area, PAGES);
}
