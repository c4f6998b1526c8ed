/*
 * Exceptions: the trap table, the callbacks, and what each entry leads to.
 *
 * Xen demands: a table of {vector, flags, selector, address} for HYPERVISOR_
 * set_trap_table. Flags: the lowest ring whose int instruction may use the
 * gate, and whether events are masked on entry. A gate with a null selector
 * that is used crashes the domain.
 *
 * The answer chosen: a gate for every exception, none silent. Events are masked where
 * the handler reads something that the next trap would overwrite (cr2), or must not be
 * interrupted (#DB, which may single-step kernel code, #DF, #MC). Ring 3 may raise 3,
 * 4 and 0x80 itself. sysenter is not offered: nothing is registered for it, and
 * cpuid() hides it.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/segments.h>
#include <arch/traps.h>
#include <arch/usermode.h>
#include <diag/panic.h>
#include <events/upcall.h>
#include <hypercall/cpu_ops.h>
#include <kernel/scheduler.h>
#include <xen/callback.h>
#include "traps_private.h"

#define GATE(vector, ring, mask_events, entry) \
    { (vector), (ring) | (mask_events) << 2, KERNEL_CS, (unsigned long)(entry) }

static const struct trap_info trap_table[] = {
    GATE(TRAP_DIVIDE, 0, 0, trap_divide),
    GATE(TRAP_DEBUG, 0, 1, trap_debug),
    GATE(TRAP_BREAKPOINT, 3, 0, trap_breakpoint),
    GATE(TRAP_OVERFLOW, 3, 0, trap_overflow),
    GATE(TRAP_BOUNDS, 0, 0, trap_bounds),
    GATE(TRAP_INVALID_OPCODE, 0, 0, trap_invalid_opcode),
    GATE(TRAP_NO_DEVICE, 0, 1, trap_no_device),
    GATE(TRAP_DOUBLE_FAULT, 0, 1, trap_double_fault),
    GATE(TRAP_INVALID_TSS, 0, 0, trap_invalid_tss),
    GATE(TRAP_NO_SEGMENT, 0, 0, trap_no_segment),
    GATE(TRAP_STACK, 0, 0, trap_stack),
    GATE(TRAP_PROTECTION, 0, 0, trap_protection),
    GATE(TRAP_PAGE_FAULT, 0, 1, trap_page_fault),
    GATE(TRAP_FPU, 0, 0, trap_fpu),
    GATE(TRAP_ALIGNMENT, 0, 0, trap_alignment),
    GATE(TRAP_MACHINE_CHECK, 0, 1, trap_machine_check),
    GATE(TRAP_SIMD, 0, 0, trap_simd),
    GATE(TRAP_SYSTEM_CALL, 3, 0, trap_system_call),
    { 0, 0, 0, 0 }
};

static trap_handler handlers[TRAP_VECTORS], last_handler;

void traps_init(void)
{
    cpu_set_trap_table(trap_table);
    cpu_register_callback(CALLBACKTYPE_event, KERNEL_CS, (uintptr_t)event_upcall, 0);
    cpu_register_callback(CALLBACKTYPE_failsafe, KERNEL_CS, (uintptr_t)failsafe_callback,
                          CALLBACKF_mask_events);
    cpu_register_callback(CALLBACKTYPE_nmi, KERNEL_CS, (uintptr_t)nmi_callback, 0);
}

trap_handler trap_set_handler(unsigned int vector, trap_handler handler)
{
    trap_handler old;

    if (vector >= TRAP_VECTORS)
        panic("trap_set_handler: no exception has vector %u", vector);
    old = handlers[vector];
    handlers[vector] = handler;
    return old;
}

void trap_set_last_handler(trap_handler handler)
{
    last_handler = handler;
}

/* Exceptions that the interrupted code did not cause. */
static bool from_the_machine(const struct trap_frame *frame)
{
    return frame->vector == TRAP_NMI || frame->vector == TRAP_MACHINE_CHECK;
}

/* #NM: Xen has cleared cr0.TS, and the FPU holds the thread's own state, so it can continue. */
static bool is_harmless(const struct trap_frame *frame)
{
    return frame->vector == TRAP_NO_DEVICE;
}

/* In this order: a handler that was set, ring 3's owner, the fixup table, signals, panic. */
void trap_dispatch(struct trap_frame *frame)
{
    if (trap_from_user(frame))
        usermode_entry();
    if (frame->vector < TRAP_VECTORS && handlers[frame->vector] &&
        handlers[frame->vector](frame))
        return;
    if (trap_from_user(frame) && !from_the_machine(frame)) {
        usermode_trap(frame);
        return;
    }
    if (fixup_apply(frame) || (last_handler && last_handler(frame)) || is_harmless(frame))
        return;
    panic_trap(frame, "unhandled trap %u, %s", frame->vector, trap_name(frame->vector));
}

void event_entry(struct trap_frame *frame)
{
    if (trap_from_user(frame))
        usermode_entry();
    upcall_dispatch();
    schedule_if_needed();
    if (trap_from_user(frame))
        usermode_event(frame);
}

/* The selector in the frame that a bit of the failsafe reason stands for. */
static uint32_t *selector(struct trap_frame *frame, unsigned int bit)
{
    uint32_t *const selectors[] = { &frame->ds, &frame->es, &frame->fs, &frame->gs };

    return selectors[bit];
}

/*
 * Selectors that Xen could not load become null, and the interrupted code continues: if
 * it uses one it faults, and gets the reason. If none is bad, Xen could not finish an
 * iret for the domain, which is a fault of the code returned to.
 */
void failsafe_dispatch(struct trap_frame *frame)
{
    unsigned int bit;

    if (!frame->error) {
        frame->vector = TRAP_PROTECTION;
        trap_dispatch(frame);
        return;
    }
    for (bit = 0; bit < 4; bit++)
        if (frame->error & (1U << bit))
            *selector(frame, bit) = 0;
}
