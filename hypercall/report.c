/*
 * The report of a batch that Xen refused in part: every entry as it was asked, its
 * result, and the code that queued it.
 */
/* SPDX-License-Identifier: MIT */
#include <diag/ksyms.h>
#include <diag/log.h>
#include <diag/panic.h>
#include <lib/util.h>
#include "report.h"

PER_CPU struct batch_record batch_record;

/* The names of the operations that are batched. */
static const char *op_name(unsigned long op)
{
    static const char *const names[] = {
        [__HYPERVISOR_set_trap_table] = "set_trap_table",
        [__HYPERVISOR_mmu_update] = "mmu_update",
        [__HYPERVISOR_set_gdt] = "set_gdt",
        [__HYPERVISOR_stack_switch] = "stack_switch",
        [__HYPERVISOR_fpu_taskswitch] = "fpu_taskswitch",
        [__HYPERVISOR_update_descriptor] = "update_descriptor",
        [__HYPERVISOR_update_va_mapping] = "update_va_mapping",
        [__HYPERVISOR_vcpu_op] = "vcpu_op",
        [__HYPERVISOR_mmuext_op] = "mmuext_op",
        [__HYPERVISOR_callback_op] = "callback_op",
    };

    return op < ARRAY_SIZE(names) && names[op] ? names[op] : "?";
}

void batch_report_failed(const multicall_entry_t *entries, unsigned int count)
{
    const struct batch_record *record = this_cpu_ptr(batch_record);
    unsigned int i;

    log_printf("multicall: Xen refused part of a batch of %u:\n", count);
    for (i = 0; i < count; i++) {
        const multicall_entry_t *asked = RECORD_BATCHES ? &record->entries[i] : &entries[i];
        uintptr_t caller = RECORD_BATCHES ? (uintptr_t)record->callers[i] : 0, offset = 0;
        const char *name = ksym_lookup(caller, &offset);

        log_printf("  %2u: op %lu %s, args %lx %lx %lx %lx, result %ld, queued by %s+0x%lx\n", i,
                   asked->op, op_name(asked->op), asked->args[0], asked->args[1], asked->args[2],
                   asked->args[3], (long)entries[i].result, name ? name : "?",
                   (unsigned long)(name ? offset : caller));
    }
    panic("multicall: a batched hypercall failed");
}
