/*
 * Panic: reports what is wrong and crashes the domain.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_PANIC_H
#define DIAG_PANIC_H

#include <stdbool.h>
#include <arch/traps.h>

/*
 * Prints the message, the running thread and a backtrace, waits until the console
 * has taken it all, and crashes the domain, so that xl and on_crash see it.
 * Any context. A panic inside a panic crashes at once.
 */
void __attribute__((noreturn, cold, format(printf, 1, 2))) panic(const char *form, ...);

/* The same, with the registers of an exception. */
void __attribute__((noreturn, cold, format(printf, 2, 3)))
panic_trap(const struct trap_frame *frame, const char *form, ...);

/* The same, with the backtrace of another place, as backtrace_from() finds it. */
void __attribute__((noreturn, cold, format(printf, 3, 4)))
panic_from(uintptr_t code, uintptr_t stack, const char *form, ...);

/* On this vCPU: nothing else will run, so it may wait with the kernel lock held. Any context. */
bool panic_has_begun(void);

#endif
