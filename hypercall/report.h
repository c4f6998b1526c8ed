/*
 * What was asked of Xen in the batch, kept for the report of one that failed: Xen
 * overwrites the entries themselves. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_REPORT_H
#define HYPERCALL_REPORT_H

#include <arch/percpu.h>
#include <hypercall/multicall.h>
#include <hypercall/xen.h>

/* Off, a failed batch is reported without arguments and callers: 1.3 KiB of copying saved. */
#define RECORD_BATCHES 1

struct batch_record {
    multicall_entry_t entries[MULTICALL_ENTRIES];
    void *callers[MULTICALL_ENTRIES];
};
extern PER_CPU struct batch_record batch_record;

/* An entry as it goes out. Events masked. */
static inline void batch_record_entry(unsigned int index, const multicall_entry_t *entry)
{
    if (RECORD_BATCHES)
        this_cpu_ptr(batch_record)->entries[index] = *entry;
}

/* The code that queued an entry. Events masked. */
static inline void batch_record_caller(unsigned int index, void *caller)
{
    if (RECORD_BATCHES)
        this_cpu_ptr(batch_record)->callers[index] = caller;
}

/* Logs every entry with its result, and panics. */
void __attribute__((noreturn, cold))
batch_report_failed(const multicall_entry_t *entries, unsigned int count);

#endif
