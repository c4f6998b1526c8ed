/*
 * The end of a stack: called on the emergency stack.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <diag/ksyms.h>
#include <diag/panic.h>
#include <kernel/thread.h>

void __attribute__((noreturn)) stack_overflowed(uintptr_t eip, uintptr_t ebp);

void stack_overflowed(uintptr_t eip, uintptr_t ebp)
{
    uintptr_t offset;
    const char *function = ksym_lookup(eip, &offset);

    panic_from(eip, ebp, "stack overflow in thread %s: function %s has less than %u bytes",
               thread_name(thread_current()), function ? function : "without a name",
               STACK_MARGIN);
}
