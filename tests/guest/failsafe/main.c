/*
 * A selector can lose its descriptor while it is loaded: Xen notices when it
 * loads the vCPU again, and an iret can fail in Xen. Both come back through the
 * failsafe callback, and a kernel that takes one for the other returns to rubbish.
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

static uint16_t gs(void)
{
    uint16_t selector;

    __asm__ volatile("movw %%gs, %0" : "=r"(selector));
    return selector;
}

static void load_gs(uint32_t selector)
{
    __asm__ volatile("movl %0, %%gs" : : "r"(selector));
}

/*
 * Gives up the CPU with the selector loaded until Xen has run dom0 in between.
 * No upcall: it would save and restore the selector by itself.
 */
static bool cleared_by_xen(void)
{
    uint64_t end = time_monotonic() + WAIT_NS;

    events_mask();
    while (gs() && time_monotonic() < end)
        sched_poll(0, time_monotonic() + 1000000);
    events_unmask();
    return !gs();
}

static void set_segment(uint64_t descriptor)
{
    CHECK_EQUAL(context_set_descriptor(thread_context(thread_current()), INDEX, descriptor), 0);
}

static void check_selectors(void)
{
    struct arch_context *context = thread_context(thread_current());
    uint64_t data = segment_descriptor(0, SEG_FLAT_PAGES,
                                       SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                       SEG_ACCESSED | SEG_PAGES | SEG_32BIT);
    uintptr_t table;
    uint32_t kept[4] = { 1, 2, 3, 4 };

    /* The descriptor goes from under it. */
    set_segment(data);
    load_gs(LDT_SELECTOR(INDEX, 1));
    set_segment(0);
    CHECK_EQUAL(gs(), LDT_SELECTOR(INDEX, 1));
    CHECK(cleared_by_xen());

    /* The whole table does. */
    set_segment(data);
    load_gs(LDT_SELECTOR(INDEX, 1));
    table = context->ldt;
    CHECK_EQUAL(context_set_ldt(context, 0, 0), 0);
    CHECK(cleared_by_xen());
    CHECK_EQUAL(context_set_ldt(context, table, LDT_ENTRIES), 0);

    /* One that is still good is left alone, however often Xen switches. */
    load_gs(KERNEL_DS);
    thread_sleep(50000000);
    CHECK_EQUAL(gs(), KERNEL_DS);
    load_gs(0);
    CHECK(kept[0] == 1 && kept[3] == 4 && !events_masked());
}

/* --- an iret that cannot be ---------------------------------------------- */

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

/* Returning to it must end the ring 3 code, not the kernel. */
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

void test(void)
{
    trap_handler old = trap_set_handler(TRAP_BREAKPOINT, spoil_frame);

    check_iret(0, 0, 0);
    check_iret(SELECTOR(200, 3), 0, -EFAULT);       /* an empty descriptor */
    check_iret(0, SELECTOR(200, 3), -EFAULT);
    check_iret(LDT_SELECTOR(3, 3), 0, -EFAULT);     /* no table at all */
    check_iret(0, 0, 0);
    trap_set_handler(TRAP_BREAKPOINT, old);
    check_selectors();
}
