/*
 * The GDT and the LDT: Xen checks their descriptors and alone writes to them. Each
 * kind of descriptor it refuses is offered here, and the old one must stay. (Limits
 * are not tried, as the emulated CPU does not check them.)
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <arch/percpu.h>
#include <arch/probe.h>
#include <arch/segments.h>
#include <arch/traps.h>
#include <hypercall/cpu_ops.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>
#include <kernel/thread.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* This thread's LDT. */
#define VERDICT_LEAK_ALLOWED 4096
#include <verdict.h>

#define FREE_SLOT       40              /* a slot of the GDT that the kernel does not use */
#define TYPE_TSS        9
#define TYPE_CALL_GATE  12
#define TYPE_INTERRUPT  14
#define DATA_DESCRIPTOR(base, limit, ring) \
    segment_descriptor(base, limit, SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(ring) | SEG_DATA | \
                       SEG_ACCESSED | SEG_32BIT)

static uint32_t words[2] = { 0x11111111, 0x22222222 };

/* --- loading a selector --------------------------------------------------- */

static volatile unsigned int faults;
static volatile uint32_t fault_error, fault_vector;
static volatile uintptr_t fault_address;
static volatile uintptr_t resume_at;

static bool on_fault(struct trap_frame *frame)
{
    if (!resume_at)
        return false;
    faults++;
    fault_vector = frame->vector;
    fault_error = frame->error;
    fault_address = trap_fault_address();
    frame->eip = resume_at;
    resume_at = 0;
    return true;
}

/* The word at offset in the segment; 0 if the read or loading the selector faults. */
static uint32_t word_of(unsigned int selector, uint32_t offset)
{
    uint32_t value = 0;

    __asm__ volatile("movl $1f, %[resume]\n"
                     "pushl %%es\n"
                     "movl %[selector], %%es\n"
                     "movl %%es:(%[offset]), %[value]\n"
                     "1: popl %%es\n"
                     : [value] "+r"(value), [resume] "=m"(resume_at)
                     : [selector] "r"(selector), [offset] "r"(offset)
                     : "memory");
    resume_at = 0;
    return value;
}

static bool selector_faults(unsigned int selector)
{
    unsigned int before = faults;

    word_of(selector, 0);
    return faults == before + 1 && fault_vector == TRAP_PROTECTION &&
           fault_error == (selector & ~3U);
}

/* Loading the selector makes Xen check that page of the LDT and refuse it: a page fault in the table. */
static bool page_refused(const uint64_t *table, unsigned int index)
{
    unsigned int before = faults;

    word_of(LDT_SELECTOR(index, 1), 0);
    return faults == before + 1 && fault_vector == TRAP_PAGE_FAULT &&
           fault_address == (uintptr_t)&table[index];
}

static const volatile uint64_t *gdt(void)
{
    return (const volatile uint64_t *)
        builder_va(mfn_to_pfn((mfn_t)(segments_gdt_entry(0) >> PAGE_SHIFT)));
}

static uint64_t slot(void)
{
    return segments_gdt_entry(FREE_SLOT);
}

/* --- GDT ------------------------------------------------------------------ */

static void check_changed(void)
{
    unsigned int selector = SELECTOR(FREE_SLOT, 1);

    CHECK(selector_faults(selector));
    CHECK_EQUAL(cpu_try_update_descriptor(
                    slot(), DATA_DESCRIPTOR((uintptr_t)words, sizeof(words) - 1, 1)), 0);
    CHECK_EQUAL(word_of(selector, 0), words[0]);
    CHECK_EQUAL(word_of(selector, 4), words[1]);
    cpu_update_descriptor(slot(), DATA_DESCRIPTOR((uintptr_t)&words[1], 3, 1));
    CHECK_EQUAL(word_of(selector, 0), words[1]);
    cpu_update_descriptor(slot(), 0);
    CHECK(selector_faults(selector));
}

static uint64_t system_descriptor(unsigned int type)
{
    return segment_descriptor(0x1000, 0x67, SEG_PRESENT | SEG_DPL(1) | type);
}

/* A gate, with target selector and offset in the low half. */
static uint64_t gate(unsigned int type)
{
    return (system_descriptor(type) & 0x0000ff0000000000ULL) | (uint64_t)KERNEL_CS << 16 | 0x1000;
}

static void check_refused(void)
{
    uint64_t good = DATA_DESCRIPTOR((uintptr_t)words, 7, 1), keep;
    uint64_t code64 = segment_descriptor(0, SEG_FLAT_PAGES, SEG_PRESENT | SEG_NOT_SYSTEM |
                                         SEG_DPL(1) | SEG_CODE | SEG_PAGES | SEG_LONG);

    cpu_update_descriptor(slot(), good);
    keep = gdt()[FREE_SLOT];
    CHECK_EQUAL(cpu_try_update_descriptor(slot(), code64), -EINVAL);
    CHECK_EQUAL(cpu_try_update_descriptor(slot(), system_descriptor(TYPE_TSS)), -EINVAL);
    CHECK_EQUAL(cpu_try_update_descriptor(slot(), gate(TYPE_INTERRUPT)), -EINVAL);
    CHECK_EQUAL(cpu_try_update_descriptor(slot() + 4, good), -EINVAL);          /* not aligned */
    CHECK_EQUAL(cpu_try_update_descriptor((uint64_t)0xfffffff << PAGE_SHIFT, good), -EINVAL);
    CHECK(gdt()[FREE_SLOT] == keep);
    /* A descriptor that is not present may be anything. */
    CHECK_EQUAL(cpu_try_update_descriptor(slot(), code64 & ~((uint64_t)SEG_PRESENT << 40)), 0);
    cpu_update_descriptor(slot(), 0);
}

/* Privilege 0 is Xen's: a present descriptor that asks for it gets 1. */
static void check_mended(void)
{
    uint64_t call = gate(TYPE_CALL_GATE) & ~(3ULL << 16);

    CHECK_EQUAL(cpu_try_update_descriptor(slot(), DATA_DESCRIPTOR((uintptr_t)words, 7, 0)), 0);
    CHECK(gdt()[FREE_SLOT] == DATA_DESCRIPTOR((uintptr_t)words, 7, 1));
    CHECK_EQUAL(word_of(SELECTOR(FREE_SLOT, 1), 0), words[0]);
    CHECK_EQUAL(word_of(SELECTOR(FREE_SLOT, 0), 4), words[1]);
    CHECK_EQUAL(cpu_try_update_descriptor(slot(), call), 0);
    CHECK(gdt()[FREE_SLOT] != call);            /* a call gate with DPL 0 is changed too */
    cpu_update_descriptor(slot(), 0);
}

static bool writable(uintptr_t va)
{
    return probe_write(va, "x", 1) == 0;
}

/* A page for a new GDT: a copy of ours. */
static uint64_t *copy_of_gdt(void)
{
    uint64_t *copy = map_alloc(1, PTE_READ_WRITE);
    unsigned int i;

    for (i = 0; i < GDT_ENTRIES; i++)
        copy[i] = gdt()[i];
    return copy;
}

static mfn_t frame_of(const void *page)
{
    return pte_mfn(pagetable_lookup((uintptr_t)page));
}

static void check_install(void)
{
    uint64_t *copy = copy_of_gdt(), keep;
    mfn_t ours = (mfn_t)(segments_gdt_entry(0) >> PAGE_SHIFT), frame = frame_of(copy);
    mfn_t no_such = 0xfffffff;

    CHECK(!writable((uintptr_t)gdt()));
    CHECK(mmu_try_set_va((uintptr_t)gdt(), pte_make(ours, PTE_READ_WRITE), VA_FLUSH_PAGE) < 0);

    CHECK_EQUAL(cpu_try_set_gdt(&frame, GDT_ENTRIES), -EINVAL);         /* still writable */
    CHECK_EQUAL(cpu_try_set_gdt(&no_such, GDT_ENTRIES), -EINVAL);
    CHECK_EQUAL(cpu_try_set_gdt(&frame, 15 * 512), -EINVAL);            /* too many */
    keep = copy[FREE_SLOT];
    copy[FREE_SLOT] = system_descriptor(TYPE_TSS);
    pagetable_protect((uintptr_t)copy, 1, PTE_READ_ONLY);
    CHECK_EQUAL(cpu_try_set_gdt(&frame, GDT_ENTRIES), -EINVAL);         /* one bad of 512 */
    pagetable_protect((uintptr_t)copy, 1, PTE_READ_WRITE);
    copy[FREE_SLOT] = keep;
    copy[FREE_SLOT + 1] = DATA_DESCRIPTOR((uintptr_t)words, 7, 1);
    pagetable_protect((uintptr_t)copy, 1, PTE_READ_ONLY);
    CHECK(selector_faults(SELECTOR(FREE_SLOT + 1, 1)));                 /* our old GDT is in force */

    CHECK_EQUAL(cpu_try_set_gdt(&frame, GDT_ENTRIES), 0);
    CHECK_EQUAL(word_of(SELECTOR(FREE_SLOT + 1, 1), 4), words[1]);
    CHECK(mmu_try_set_va((uintptr_t)copy, pte_make(frame, PTE_READ_WRITE), VA_FLUSH_PAGE) < 0);
    cpu_set_gdt(&ours, GDT_ENTRIES);
    CHECK(selector_faults(SELECTOR(FREE_SLOT + 1, 1)));
    map_free(copy, 1);
}

/* --- the per-CPU segment --------------------------------------------------- */

static PER_CPU uint32_t own_word;

static void check_per_cpu(void)
{
    uint64_t wanted = segment_descriptor(this_cpu(percpu_base), SEG_FLAT_PAGES,
                                         SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                         SEG_ACCESSED | SEG_PAGES | SEG_32BIT);
    uint32_t selector, moved;

    __asm__("movl %%fs, %0" : "=r"(selector));
    CHECK_EQUAL(selector, PER_CPU_SEL);
    CHECK(gdt()[GDT_PER_CPU] == wanted);
    this_cpu(own_word) = 7;
    CHECK_EQUAL(*this_cpu_ptr(own_word), 7);
    /* The segment decides: another base gives another copy. */
    cpu_update_descriptor(slot(), DATA_DESCRIPTOR((uintptr_t)&words[1] - (uintptr_t)&own_word,
                                                  0xfffff, 1));
    __asm__ volatile("movl %1, %%fs\n movl %%fs:(%2), %0\n movl %3, %%fs"
                     : "=&r"(moved)
                     : "r"(SELECTOR(FREE_SLOT, 1)), "r"(&own_word), "r"(PER_CPU_SEL));
    CHECK_EQUAL(moved, words[1]);
    cpu_update_descriptor(slot(), 0);
}

/* --- LDT -------------------------------------------------------------------- */

static struct arch_context *context(void)
{
    return thread_context(thread_current());
}

static void check_ldt(void)
{
    unsigned int selector = LDT_SELECTOR(5, 1);

    CHECK(selector_faults(selector));
    CHECK_EQUAL(context_set_descriptor(context(), 5, DATA_DESCRIPTOR((uintptr_t)words, 7, 1)), 0);
    CHECK_EQUAL(word_of(selector, 4), words[1]);
    CHECK(!writable(context()->ldt));
    CHECK(mmu_try_set_va(context()->ldt, pte_make(frame_of((void *)context()->ldt),
                                                  PTE_READ_WRITE), VA_FLUSH_PAGE) < 0);
    CHECK_EQUAL(context_set_descriptor(context(), 5, DATA_DESCRIPTOR((uintptr_t)&words[1], 3, 1)),
                0);
    CHECK_EQUAL(word_of(selector, 0), words[1]);
    CHECK_EQUAL(context_set_descriptor(context(), LDT_ENTRIES, 0), -EINVAL);
    context_end(context());
    CHECK_EQUAL(context()->ldt, 0);
    CHECK(selector_faults(selector));
}

/* Xen checks a page of the LDT at its first use: a bad one faults then. */
static void check_bad_ldt(void)
{
    uint64_t *table = map_alloc(1, PTE_READ_WRITE);

    memset(table, 0, PAGE_SIZE);
    table[5] = DATA_DESCRIPTOR((uintptr_t)words, 7, 1);
    CHECK_EQUAL(context_set_ldt(context(), (uintptr_t)table + 8, 511), -EINVAL);
    CHECK_EQUAL(context_set_ldt(context(), (uintptr_t)table, 8193), -EINVAL);
    CHECK_EQUAL(context()->ldt, 0);
    CHECK_EQUAL(context_set_ldt(context(), (uintptr_t)table, LDT_ENTRIES), 0);
    CHECK(page_refused(table, 5));                              /* mapped writable */
    table[9] = system_descriptor(TYPE_TSS);
    pagetable_protect((uintptr_t)table, 1, PTE_READ_ONLY);
    CHECK(page_refused(table, 5));                              /* one bad of 512 */
    pagetable_protect((uintptr_t)table, 1, PTE_READ_WRITE);
    table[9] = 0;
    pagetable_protect((uintptr_t)table, 1, PTE_READ_ONLY);
    CHECK_EQUAL(word_of(LDT_SELECTOR(5, 1), 0), words[0]);
    CHECK_EQUAL(context_set_ldt(context(), 0, 0), 0);
    CHECK(selector_faults(LDT_SELECTOR(5, 1)));
    map_free(table, 1);
}

/* Each of two threads has an LDT: a switch between them is one trap. */
#define SWITCHES 40
static volatile unsigned int exact;

static void *with_ldt(void *word)
{
    unsigned int i;

    context_set_descriptor(context(), 5, DATA_DESCRIPTOR((uintptr_t)word, 3, 1));
    for (i = 0; i < SWITCHES; i++) {
        uint32_t before = hypercall_count_all();

        CHECK_EQUAL(word_of(LDT_SELECTOR(5, 1), 0), *(uint32_t *)word);
        thread_yield();
        exact += hypercall_count_all() - before == 2;           /* away and back */
    }
    return NULL;
}

static void check_ldt_follows(void)
{
    struct thread *threads[2];
    unsigned int i;

    for (i = 0; i < 2; i++)
        threads[i] = thread_create("ldt", with_ldt, &words[i], 8192, THREAD_PRIORITY_DEFAULT);
    for (i = 0; i < 2; i++)
        thread_join(threads[i], NULL);
    printf("%u of %u switches with an LDT: one trap\n", exact, 2 * SWITCHES);
    CHECK(exact >= SWITCHES);
}

void test(void)
{
    trap_set_handler(TRAP_PROTECTION, on_fault);
    trap_set_handler(TRAP_PAGE_FAULT, on_fault);
    check_changed();
    check_refused();
    check_mended();
    check_install();
    check_per_cpu();
    check_ldt();
    check_bad_ldt();
    check_ldt_follows();
}
