/*
 * Exceptions as signals: what the CPU has to say, in POSIX's words.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_FAULT_H
#define ARCH_FAULT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/ucontext.h>
#include <arch/traps.h>

/*
 * Which signal, with which code and address. False for an exception that is none of a
 * program's. Before events are unmasked: the next page fault would take the address.
 */
bool fault_describe(const struct trap_frame *frame, siginfo_t *info);

/* The registers, and what a handler may have made of them: see <sys/ucontext.h>. */
void fault_registers(const struct trap_frame *frame, mcontext_t *machine);
void fault_set_registers(struct trap_frame *frame, const mcontext_t *machine);

/* Calls function(data) with a fresh FPU; that of the interrupted code comes back. */
void fault_call(void (*function)(void *data), void *data);

#endif
