/*
 * What entry.S and the trap code share: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TRAPS_PRIVATE_H
#define TRAPS_PRIVATE_H

#include <arch/traps.h>

/* Entry points in entry.S: addresses for gates, never called. */
void trap_divide(void);
void trap_debug(void);
void trap_breakpoint(void);
void trap_overflow(void);
void trap_bounds(void);
void trap_invalid_opcode(void);
void trap_no_device(void);
void trap_double_fault(void);
void trap_invalid_tss(void);
void trap_no_segment(void);
void trap_stack(void);
void trap_protection(void);
void trap_page_fault(void);
void trap_fpu(void);
void trap_alignment(void);
void trap_machine_check(void);
void trap_simd(void);
void trap_system_call(void);
void nmi_callback(void);
void event_upcall(void);
void failsafe_callback(void);

/* Called by entry.S. */
void trap_dispatch(struct trap_frame *frame);
void event_entry(struct trap_frame *frame);
void failsafe_dispatch(struct trap_frame *frame);

/* Lets an access in the fixup table resume; false if the table does not have it. */
bool fixup_apply(struct trap_frame *frame);

#endif
