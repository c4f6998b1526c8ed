/*
 * A copy of what was asked of Xen in a batch, for the report if it fails: Xen
 * overwrites the entries themselves. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_REPORT_H
#define HYPERCALL_REPORT_H

#include <arch/percpu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>

/* 0 saves 1.3 KiB of copying; the report of a failed batch then lacks arguments and callers. */
#define RECORD_BATCHES 1

struct batch_record {
    multicall_entry_t entries[MULTICALL_ENTRIES];
    void *callers[MULTICALL_ENTRIES];
};
extern PER_CPU struct batch_record batch_record;

/* Keeps an entry as it is sent. Events masked. */
static inline void batch_record_entry(unsigned int index, const multicall_entry_t *entry)
{
    if (RECORD_BATCHES)
        this_cpu_ptr(batch_record)->entries[index] = *entry;
}

/* Keeps the address of the code that queued an entry. Events masked. */
static inline void batch_record_caller(unsigned int index, void *caller)
{
    if (RECORD_BATCHES)
        this_cpu_ptr(batch_record)->callers[index] = caller;
}

/* Logs every entry with its result, and panics. */
void __attribute__((noreturn, cold))
batch_report_failed(const multicall_entry_t *entries, unsigned int count);

#endif
