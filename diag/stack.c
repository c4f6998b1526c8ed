/*
 * Reports a stack overflow. Called on the emergency stack.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <diag/ksyms.h>
#include <diag/panic.h>
#include <kernel/thread.h>

void __attribute__((noreturn)) stack_overflowed(uintptr_t code, uintptr_t stack);

void stack_overflowed(uintptr_t code, uintptr_t stack)
{
    uintptr_t offset;
    const char *function = ksym_lookup(code, &offset);

    panic_from(code, stack, "stack overflow in thread %s: function %s has less than %u bytes",
               thread_name(thread_current()), function ? function : "without a name",
               STACK_MARGIN);
}
