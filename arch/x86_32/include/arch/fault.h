/*
 * Exceptions as signals: from the CPU's terms to POSIX's.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_FAULT_H
#define ARCH_FAULT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/ucontext.h>
#include <arch/traps.h>

/*
 * The signal, its code and address. False for an exception that is not a program's fault.
 * Call it before events are unmasked: the next page fault would overwrite the address.
 */
bool fault_describe(const struct trap_frame *frame, siginfo_t *info);

/* Reads the registers, and writes back what a handler may change: see <sys/ucontext.h>. */
void fault_registers(const struct trap_frame *frame, mcontext_t *machine);
void fault_set_registers(struct trap_frame *frame, const mcontext_t *machine);

/* Calls function(data) with a fresh FPU state; restores that of the interrupted code. */
void fault_call(void (*function)(void *data), void *data);

#endif
