/*
 * Page tables of our own are validated, pinned, loaded as root and released; and the
 * TLB operations. A guest that gets the order wrong is refused, or reads through a
 * mapping that is gone.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/setup.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* The kernel's tables for PRIVATE_VA, and for the window on them: L2, two L1. */
#define VERDICT_LEAK_ALLOWED (4 * 4096)
#include <verdict.h>

#define ENTRIES     512
#define L3_ENTRIES  4
#define L1_PTE      (PTE_READ_WRITE & ~PTE_NX)
#define UPPER       (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED)
#define PRIVATE_GIB 2
#define PRIVATE_VA  (PRIVATE_GIB * 0x40000000UL)

static mfn_t frame_of(const void *page)
{
    return pte_mfn(pagetable_lookup((uintptr_t)page));
}

static pfn_t pfn_of(const void *page)
{
    return mfn_to_pfn(frame_of(page));
}

static uint64_t maddr(const void *table, unsigned int index)
{
    return ((uint64_t)frame_of(table) << PAGE_SHIFT) + index * sizeof(pte_t);
}

static pte_t *new_table(void)
{
    pte_t *table = map_alloc(1, PTE_READ_WRITE);

    memset(table, 0, PAGE_SIZE);
    return table;
}

/* Makes our mapping of the page read-only, as Xen demands for a table. */
static void close_table(pte_t *table)
{
    pagetable_protect((uintptr_t)table, 1, PTE_READ_ONLY);
}

static int make_writable(pte_t *table)
{
    return mmu_try_set_va((uintptr_t)table, pte_make(frame_of(table), PTE_READ_WRITE),
                          VA_FLUSH_PAGE);
}

/* --- pin and unpin ---------------------------------------------------------- */

static void check_pin(void)
{
    pte_t *l1 = new_table(), *l2 = new_table();
    char *page = map_alloc(1, PTE_READ_WRITE);

    l1[3] = pte_make(frame_of(page), L1_PTE);
    CHECK(mmu_try_pin_table(1, frame_of(l1)) < 0);              /* mapped writable */
    close_table(l1);
    CHECK_EQUAL(mmu_try_pin_table(1, frame_of(l1)), 0);
    CHECK(mmu_try_pin_table(1, frame_of(l1)) < 0);              /* already pinned */
    CHECK(mmu_try_pin_table(2, frame_of(l1)) < 0);              /* it is an L1 */
    CHECK(make_writable(l1) < 0);
    CHECK(probe_write((uintptr_t)l1, "x", 1) == -EFAULT);
    CHECK_EQUAL(mmu_try_set_entry(maddr(l1, 4), pte_make(frame_of(page), L1_PTE)), 0);
    CHECK_EQUAL(pte_mfn(l1[4]), frame_of(page));
    CHECK(mmu_try_set_entry(maddr(l1, 5), pte_make(0xfffffff, L1_PTE)) < 0);
    CHECK_EQUAL(l1[5], 0);
    /* A table must not map itself writable. */
    CHECK(mmu_try_set_entry(maddr(l1, 5), pte_make(frame_of(l1), L1_PTE)) < 0);

    l2[0] = pte_make(frame_of(l1), UPPER);
    close_table(l2);
    mmu_pin_table(2, frame_of(l2));
    CHECK(mmu_try_set_entry(maddr(l2, 1), pte_make(frame_of(page), UPPER)) < 0);   /* a page, not an L1 */
    CHECK_EQUAL(mmu_try_unpin_table(frame_of(l1)), 0);
    CHECK(make_writable(l1) < 0);               /* the L2 still holds it */
    mmu_unpin_table(frame_of(l2));
    CHECK(mmu_try_unpin_table(frame_of(l2)) < 0);
    CHECK_EQUAL(make_writable(l1), 0);
    l1[7] = pte_make(0xfffffff, L1_PTE);
    close_table(l1);
    CHECK(mmu_try_pin_table(1, frame_of(l1)) < 0);              /* one bad of 512 */
    CHECK(mmu_try_pin_table(1, 0xfffffff) < 0);
    map_free(l1, 1);
    map_free(l2, 1);
    map_free(page, 1);
}

/* --- another root ------------------------------------------------------------ */

/*
 * The kernel's address space with one GiB replaced. The last GiB is shared with
 * Xen: its L2 may be in one L3 only, so the space has a copy of it.
 */
struct space {
    pte_t *l3, *last_l2, *own_l2, *own_l1;
    uint32_t *page;
};

static const pte_t *kernel_l2(unsigned int gib)
{
    const pte_t *l3 = (const pte_t *)arch_start_info()->pt_base;

    return (const pte_t *)builder_va(mfn_to_pfn(pte_mfn(l3[gib])));
}

static void make_space(struct space *space, uint32_t word)
{
    const pte_t *l3 = (const pte_t *)arch_start_info()->pt_base;
    unsigned int i, ours = (pagetable_xen_start() >> 21) % ENTRIES;

    space->l3 = new_table();
    space->last_l2 = new_table();
    space->own_l2 = new_table();
    space->own_l1 = new_table();
    space->page = map_alloc(1, PTE_READ_WRITE);
    *space->page = word;
    for (i = 0; i < ours; i++)
        space->last_l2[i] = kernel_l2(L3_ENTRIES - 1)[i];
    for (i = 0; i < L3_ENTRIES - 1; i++)
        space->l3[i] = l3[i];
    space->own_l1[0] = pte_make(frame_of(space->page), PTE_READ_WRITE);
    space->own_l2[0] = pte_make(frame_of(space->own_l1), UPPER);
    space->l3[PRIVATE_GIB] = pte_make(frame_of(space->own_l2), PTE_PRESENT);
    space->l3[L3_ENTRIES - 1] = pte_make(frame_of(space->last_l2), PTE_PRESENT);
    close_table(space->own_l1);
    close_table(space->own_l2);
    close_table(space->last_l2);
    close_table(space->l3);
    CHECK_EQUAL(mmu_try_pin_table(3, frame_of(space->l3)), 0);
}

static void end_space(struct space *space)
{
    CHECK_EQUAL(mmu_try_unpin_table(frame_of(space->l3)), 0);
    map_free(space->l3, 1);
    map_free(space->last_l2, 1);
    map_free(space->own_l2, 1);
    map_free(space->own_l1, 1);
    map_free(space->page, 1);
}

static struct arch_context *context(void)
{
    return thread_context(thread_current());
}

static uint32_t private_word(void)
{
    return *(volatile uint32_t *)PRIVATE_VA;
}

static void check_root(void)
{
    struct space space;
    uint32_t word, before;

    make_space(&space, 0x22222222);
    *(volatile uint32_t *)PRIVATE_VA = 0x11111111;

    before = hypercall_count(__HYPERVISOR_mmuext_op);
    CHECK_EQUAL(context_set_root(context(), pfn_of(space.l3)), 0);
    word = private_word();
    CHECK_EQUAL(context_set_root(context(), 0), 0);
    CHECK_EQUAL(hypercall_count(__HYPERVISOR_mmuext_op) - before, 2);
    CHECK_EQUAL(word, 0x22222222);
    CHECK_EQUAL(private_word(), 0x11111111);

    /* When a root is refused, the old one stays. */
    CHECK(context_set_root(context(), pfn_of(space.page)) < 0);
    CHECK(context_set_root(context(), pfn_of(space.own_l1)) < 0);
    CHECK(context_set_root(context(), 0xfffffff) < 0);
    CHECK_EQUAL(private_word(), 0x11111111);
    /* Most entries of an L3 that is not loaded may go, but not the last. */
    CHECK(mmu_try_set_entry(maddr(space.l3, 0), 0) == 0);
    CHECK(mmu_try_set_entry(maddr(space.l3, L3_ENTRIES - 1), 0) < 0);
    end_space(&space);
}

#define SWITCHES 40
static volatile unsigned int exact;

static void *in_space(void *argument)
{
    struct space *space = argument;
    unsigned int i, wrong = 0, traps_before;

    CHECK_EQUAL(context_set_root(context(), pfn_of(space->l3)), 0);
    for (i = 0; i < SWITCHES; i++) {
        wrong += private_word() != *space->page;
        traps_before = hypercall_count_all();
        thread_yield();
        exact += hypercall_count_all() - traps_before == 2;     /* away and back */
    }
    CHECK_EQUAL(wrong, 0);
    return NULL;
}

static void check_root_follows(void)
{
    struct space spaces[2];
    struct thread *threads[2];
    unsigned int i;

    for (i = 0; i < 2; i++)
        make_space(&spaces[i], 0x22222222 + i);
    for (i = 0; i < 2; i++)
        threads[i] = thread_create("space", in_space, &spaces[i], 8192, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 2; i++)
        thread_join(threads[i], NULL);
    CHECK_EQUAL(private_word(), 0x11111111);
    printf("%u of %u switches with another root: one trap\n", exact, 2 * SWITCHES);
    CHECK(exact >= SWITCHES);
    for (i = 0; i < 2; i++)
        end_space(&spaces[i]);
}

/* --- TLB --------------------------------------------------------------------- */

static volatile uint32_t *seen;
static mfn_t frames[2];
static unsigned int stale;

/* Loads the TLB entry, then maps the other frame without a flush. */
static uint32_t exchange(unsigned int to)
{
    uint32_t before = *seen;

    mmu_set_va((uintptr_t)seen, pte_make(frames[to], PTE_READ_WRITE), VA_FLUSH_NONE);
    stale += *seen == before;
    return hypercall_count(__HYPERVISOR_mmuext_op);
}

static void check_tlb(void)
{
    unsigned long self = 1;
    uint32_t *pages[2];
    uint32_t before;
    unsigned int i;

    for (i = 0; i < 2; i++) {
        pages[i] = map_alloc(1, PTE_READ_WRITE);
        frames[i] = frame_of(pages[i]);
        *pages[i] = i;
    }
    seen = map_frames(frames, 1, PTE_READ_WRITE);

#define CHECK_FLUSH(call, to)                                                   \
    (before = exchange(to), call, CHECK_EQUAL(*seen, to),                       \
     CHECK_EQUAL(hypercall_count(__HYPERVISOR_mmuext_op) - before, 1))
    for (i = 0; i < 4; i++) {
        CHECK_FLUSH(mmu_flush_page((uintptr_t)seen), 1);
        CHECK_FLUSH(mmu_flush_tlb(), 0);
        CHECK_FLUSH(mmu_flush_page_on((uintptr_t)seen, &self), 1);
        CHECK_FLUSH(mmu_flush_tlb_on(&self), 0);
        CHECK_FLUSH(mmu_flush_page_all((uintptr_t)seen), 1);
        CHECK_FLUSH(mmu_flush_tlb_all(), 0);
    }
    /* A flush with the update needs no operation of its own. */
    before = hypercall_count(__HYPERVISOR_mmuext_op);
    mmu_set_va((uintptr_t)seen, pte_make(frames[1], PTE_READ_WRITE), VA_FLUSH_PAGE);
    CHECK_EQUAL(*seen, 1);
    mmu_set_va((uintptr_t)seen, pte_make(frames[0], PTE_READ_WRITE), VA_FLUSH_ALL);
    CHECK_EQUAL(*seen, 0);
    CHECK_EQUAL(hypercall_count(__HYPERVISOR_mmuext_op) - before, 0);
    printf("%u of 24 times the TLB still had the old page\n", stale);
    CHECK(stale > 0);
    map_unmap((void *)(uintptr_t)seen, 1);
    for (i = 0; i < 2; i++)
        map_free(pages[i], 1);
}

/* --- removed entries ---------------------------------------------------------- */

/* A non-present entry that still holds a frame would make Xen shadow the domain. */
static void check_zero(void)
{
    char *pages = map_alloc(3, PTE_READ_WRITE);
    uintptr_t va = (uintptr_t)pages;

    map_free_part(pages + PAGE_SIZE, 1);
    CHECK_EQUAL(pagetable_lookup(va + PAGE_SIZE), 0);
    map_free_part(pages, 1);
    map_free_part(pages + 2 * PAGE_SIZE, 1);
    CHECK_EQUAL(pagetable_lookup(va), 0);
    CHECK_EQUAL(pagetable_lookup(va + 2 * PAGE_SIZE), 0);
}

void test(void)
{
    CHECK_EQUAL(map_populate(PRIVATE_VA, 1, PTE_READ_WRITE), 0);
    check_pin();
    check_root();
    check_root_follows();
    check_tlb();
    check_zero();
    map_depopulate(PRIVATE_VA, 1);
}
