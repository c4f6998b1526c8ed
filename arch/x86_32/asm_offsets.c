/*
 * Numbers that C owns and assembly needs. Compiled to assembly only; the build
 * turns the marked lines into asm_offsets.h.
 */
/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <arch/traps.h>
#include <hypercall/xen.h>

#define OFFSET(name, value) __asm__ volatile("\n->" #name " %0" : : "i"(value))

void asm_offsets(void);

void asm_offsets(void)
{
    OFFSET(FRAME_CS, offsetof(struct trap_frame, cs));
    OFFSET(FRAME_MASKED, offsetof(struct trap_frame, masked));
    OFFSET(FRAME_EFLAGS, offsetof(struct trap_frame, eflags));
    OFFSET(TRAP_EVENT, TRAP_EVENT);
    OFFSET(TRAP_FAILSAFE, TRAP_FAILSAFE);
    OFFSET(VCPU_INFO_PENDING, offsetof(struct vcpu_info, evtchn_upcall_pending));
    OFFSET(VCPU_INFO_MASK, offsetof(struct vcpu_info, evtchn_upcall_mask));
    OFFSET(HYPERCALL_IRET, __HYPERVISOR_iret);
}
