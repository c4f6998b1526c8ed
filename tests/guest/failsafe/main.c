/*
 * A selector can lose its descriptor while it is loaded, which Xen notices when it
 * next loads the vCPU; and an iret can fail in Xen. Both arrive at the failsafe
 * callback, and a kernel that takes one for the other returns to a wrong address.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/context.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/segments.h>
#include <arch/traps.h>
#include <hypercall/sched.h>
#include <kernel/thread.h>
#include <kernel/time.h>
#include <kernel/usermode.h>
/* This thread's segments. */
#define VERDICT_LEAK_ALLOWED 4096
#include <verdict.h>

#define INDEX   4
#define WAIT_NS (20 * NS_PER_SECOND)

#define SELECTOR_REGISTER(name)                                         \
    static uint16_t name(void)                                          \
    {                                                                   \
        uint16_t selector;                                              \
                                                                        \
        __asm__ volatile("movw %%" #name ", %0" : "=r"(selector));      \
        return selector;                                                \
    }                                                                   \
    static void load_##name(uint32_t selector)                          \
    {                                                                   \
        __asm__ volatile("movl %0, %%" #name : : "r"(selector));        \
    }
SELECTOR_REGISTER(gs)
SELECTOR_REGISTER(es)

/*
 * Gives up the CPU, with the selector loaded, until Xen has run dom0 in between.
 * Events are masked: an upcall would save and restore the selector itself.
 */
static bool cleared_by_xen(uint16_t (*selector)(void))
{
    uint64_t end = time_monotonic() + WAIT_NS;

    events_mask();
    while (selector() && time_monotonic() < end)
        sched_poll(0, time_monotonic() + 1000000);
    events_unmask();
    return !selector();
}

static void set_segment(uint64_t descriptor)
{
    CHECK_EQUAL(context_set_descriptor(thread_context(thread_current()), INDEX, descriptor), 0);
}

static unsigned int faults;

static bool count_fault(struct trap_frame *frame)
{
    (void)frame;
    faults++;
    return false;
}

static void check_selectors(void)
{
    trap_handler old = trap_set_handler(TRAP_PROTECTION, count_fault);
    struct arch_context *context = thread_context(thread_current());
    uint64_t data = segment_descriptor(0, SEG_FLAT_PAGES,
                                       SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                       SEG_ACCESSED | SEG_PAGES | SEG_32BIT);
    uintptr_t table;
    uint16_t gs_after;
    bool es_cleared;
    int i;
    uint32_t kept[4] = { 1, 2, 3, 4 };

    /* The descriptor is removed. (Masked, so that no upcall is the first to notice.) */
    set_segment(data);
    load_gs(LDT_SELECTOR(INDEX, 1));
    events_mask();
    set_segment(0);
    CHECK_EQUAL(gs(), LDT_SELECTOR(INDEX, 1));
    CHECK(cleared_by_xen(gs));

    /* The whole table is removed. */
    set_segment(data);
    load_gs(LDT_SELECTOR(INDEX, 1));
    table = context->ldt;
    events_mask();
    CHECK_EQUAL(context_set_ldt(context, 0, 0), 0);
    CHECK(cleared_by_xen(gs));
    CHECK_EQUAL(context_set_ldt(context, table, LDT_ENTRIES), 0);

    /* Xen clears one register, and the others keep their selectors. */
    set_segment(data);
    load_es(LDT_SELECTOR(INDEX, 1));
    load_gs(KERNEL_DS);
    events_mask();
    set_segment(0);
    es_cleared = cleared_by_xen(es);
    gs_after = gs();
    load_es(KERNEL_DS);
    CHECK(es_cleared);
    CHECK_EQUAL(gs_after, KERNEL_DS);
    CHECK_EQUAL(faults, 0);             /* the frame was repaired, so the bad selector was not loaded again */
    trap_set_handler(TRAP_PROTECTION, old);

    /* A selector that is still good stays, however often Xen switches. */
    load_gs(KERNEL_DS);
    events_mask();
    for (i = 0; i < 50; i++)
        sched_poll(0, time_monotonic() + 1000000);
    gs_after = gs();
    events_unmask();
    CHECK_EQUAL(gs_after, KERNEL_DS);
    load_gs(0);
    CHECK(kept[0] == 1 && kept[3] == 4 && !events_masked());
}

/* --- an iret that fails -------------------------------------------------- */

extern const char breakpoint[], breakpoint_end[];
__asm__(".pushsection .rodata\nbreakpoint: int3\n movl $0, %eax\n int $0x80\n"
        "breakpoint_end:\n.popsection");

static uint32_t bad_cs, bad_ss;

static bool spoil_frame(struct trap_frame *frame)
{
    if (bad_cs)
        frame->cs = bad_cs;
    if (bad_ss)
        frame->ss = bad_ss;
    return true;
}

/* An iret to bad selectors must end the ring 3 code, not the kernel. */
static void check_iret(uint32_t cs, uint32_t ss, int wanted)
{
    char *code = usermode_alloc(1), *stack = usermode_alloc(1);
    struct usermode user = { .entry = (uintptr_t)code, .stack_top = (uintptr_t)stack + PAGE_SIZE };

    memcpy(code, breakpoint, breakpoint_end - breakpoint);
    usermode_protect(code, 1, false, true);
    bad_cs = cs;
    bad_ss = ss;
    CHECK_EQUAL(usermode_run(&user), wanted);
    if (wanted)
        CHECK_EQUAL(user.vector, TRAP_PROTECTION);
    CHECK(!events_masked());
    usermode_free(code, 1);
    usermode_free(stack, 1);
}

/*
 * Xen 4.17 raises a general protection fault for it; other versions call the failsafe
 * callback with all selectors unchanged. So that call is made by hand here.
 */
static unsigned int protection_faults, odd;

static bool note_protection(struct trap_frame *frame)
{
    protection_faults++;
    odd += frame->error != 0 || frame->vector != TRAP_PROTECTION || !events_masked();
    return true;
}

static void check_iret_reason(void)
{
    trap_handler old = trap_set_handler(TRAP_PROTECTION, note_protection);

    events_mask();              /* as Xen does; the frame says they were unmasked */
    __asm__ volatile("pushfl\n"
                     "movl %%cs, %%eax\n"
                     "pushl %%eax\n"
                     "pushl $1f\n"
                     "pushl %%gs\n pushl %%fs\n pushl %%es\n pushl %%ds\n"
                     "jmp failsafe_callback\n"
                     "1:" : : : "memory", "cc", "eax");
    CHECK_EQUAL(protection_faults, 1);
    CHECK_EQUAL(odd, 0);
    CHECK(!events_masked());
    trap_set_handler(TRAP_PROTECTION, old);
}

/* An exception finds the selector stale, and its return replaces it by null. */
static bool skip(struct trap_frame *frame)
{
    (void)frame;
    return true;
}

static void check_stale(void)
{
    trap_handler old = trap_set_handler(TRAP_BREAKPOINT, skip);
    uint64_t data = segment_descriptor(0, SEG_FLAT_PAGES,
                                       SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                       SEG_ACCESSED | SEG_PAGES | SEG_32BIT);
    uint16_t es_after;

    events_mask();              /* else an upcall may be the first to notice */
    set_segment(data);
    load_gs(LDT_SELECTOR(INDEX, 1));
    set_segment(0);
    __asm__ volatile("int3");
    CHECK_EQUAL(gs(), 0);
    set_segment(data);
    load_es(LDT_SELECTOR(INDEX, 1));
    set_segment(0);
    __asm__ volatile("int3");
    es_after = es();
    load_es(KERNEL_DS);
    events_unmask();
    CHECK_EQUAL(es_after, 0);
    trap_set_handler(TRAP_BREAKPOINT, old);
}

void test(void)
{
    trap_handler old = trap_set_handler(TRAP_BREAKPOINT, spoil_frame);

    check_iret(0, 0, 0);
    check_iret(SELECTOR(200, 3), 0, -EFAULT);       /* an empty descriptor */
    check_iret(0, SELECTOR(200, 3), -EFAULT);
    check_iret(LDT_SELECTOR(3, 3), 0, -EFAULT);     /* no LDT at all */
    check_iret(0, 0, 0);
    trap_set_handler(TRAP_BREAKPOINT, old);
    check_iret_reason();
    check_stale();
    check_selectors();
}
