/*
 * The per-CPU batch of hypercalls.
 *
 * Xen demands: an array of {op, result, args[6]}; it runs the entries in order,
 * writes each result, and may overwrite the arguments meanwhile. The return value
 * of the multicall itself does not tell whether its entries succeeded.
 *
 * The rule: check every result, and keep a copy of what was asked, or a failed
 * batch cannot be explained afterwards.
 *
 * The answer chosen: entries, and the memory their arguments point to, live in one
 * per-CPU buffer. It is filled and sent with events masked, so an upcall finds
 * either no entry or complete ones, and may add to the batch and send it. Callers
 * may rely on order: entries take effect in the order they are queued.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/irqflags.h>
#include <diag/panic.h>
#include <events/upcall.h>
#include <hypercall/multicall.h>
#include <lib/util.h>
#include "batch.h"
#include "raw.h"
#include "report.h"

struct callback {
    void (*fn)(void *data);
    void *data;
};

struct batch {
    unsigned int callback_count;
    unsigned int callbacks_due;     /* how many of them, from the first, belong to a flush that has gone out */
    bool in_callbacks;
    size_t arg_used;
    multicall_entry_t entries[MULTICALL_ENTRIES];
    int *results[MULTICALL_ENTRIES];
    struct callback callbacks[MULTICALL_ENTRIES];
    uint8_t args[MULTICALL_ARG_BYTES] __attribute__((aligned(8)));
};

static PER_CPU struct batch cpu_batch;
PER_CPU union lazy_state lazy_depth;
PER_CPU unsigned int multicall_waiting;
PER_CPU struct hypercall_stats hypercall_stats;

static void batch_send(struct batch *batch, unsigned int count)
{
    multicall_entry_t *first = batch->entries;
    long result;

    if (count == 1) {
        first->result = hypercall5(first->op, first->args[0], first->args[1],
                                   first->args[2], first->args[3], first->args[4]);
        return;
    }
    result = hypercall2(__HYPERVISOR_multicall, (unsigned long)first, count);
    if (result)
        panic("multicall: the call itself failed with %ld", result);
}

static void batch_check_results(struct batch *batch, unsigned int count)
{
    bool failed = false;
    unsigned int i;

    for (i = 0; i < count; i++) {
        long result = (long)batch->entries[i].result;

        if (batch->results[i])
            *batch->results[i] = hypercall_errno(result);
        else if (result < 0)
            failed = true;
    }
    if (failed)
        batch_report_failed(batch->entries, count);
}

/* If a callback flushes, this loop runs the callbacks that become due, so the order is kept. */
static void batch_run_callbacks(struct batch *batch)
{
    if (batch->in_callbacks)
        return;
    batch->in_callbacks = true;
    while (batch->callbacks_due) {
        struct callback next = batch->callbacks[0];

        batch->callbacks_due--;
        batch->callback_count--;
        memmove(batch->callbacks, batch->callbacks + 1, batch->callback_count * sizeof(next));
        next.fn(next.data);
    }
    batch->in_callbacks = false;
}

/* Events are masked. */
static void batch_flush(enum flush_reason reason)
{
    struct batch *batch = this_cpu_ptr(cpu_batch);
    unsigned int i, count = this_cpu(multicall_waiting);

    if (count) {
        for (i = 0; i < count; i++)
            batch_record_entry(i, &batch->entries[i]);
        batch_send(batch, count);
        this_cpu(hypercall_stats).flushes[reason]++;
        this_cpu(hypercall_stats).batched += count;
        batch_check_results(batch, count);
        this_cpu(multicall_waiting) = 0;
        batch->arg_used = 0;
    }
    if (batch->callback_count) {
        batch->callbacks_due = batch->callback_count;
        batch_run_callbacks(batch);
    }
}

bool batch_open(void)
{
    return events_save_mask();
}

static bool batch_held_back(enum lazy_mode mode)
{
    return this_cpu(lazy_depth).depth[mode] && !events_in_upcall();
}

void batch_close(bool unmask, enum lazy_mode mode)
{
    if (!batch_held_back(mode))
        batch_flush(FLUSH_NOW);
    events_restore(unmask);
}

/* Only the start of an argument is aligned, so that an extension can follow directly. */
#define ARG_ALIGN 8

struct batch_slot batch_reserve_for(void *caller, size_t arg_bytes)
{
    struct batch *batch = this_cpu_ptr(cpu_batch);
    struct batch_slot slot;
    unsigned int index;

    if (arg_bytes > MULTICALL_ARG_BYTES)
        panic("batch_reserve: %u bytes of arguments asked by %p, at most %u fit",
              (unsigned int)arg_bytes, caller, MULTICALL_ARG_BYTES);
    while (multicall_pending() == MULTICALL_ENTRIES)
        batch_flush(FLUSH_ENTRIES_FULL);
    while (ROUND_UP(batch->arg_used, ARG_ALIGN) + arg_bytes > MULTICALL_ARG_BYTES)
        batch_flush(FLUSH_ARGS_FULL);

    index = this_cpu(multicall_waiting)++;
    batch->arg_used = ROUND_UP(batch->arg_used, ARG_ALIGN);
    slot.call = &batch->entries[index];
    slot.args = &batch->args[batch->arg_used];
    batch->results[index] = NULL;
    batch_record_caller(index, caller);
    batch->arg_used += arg_bytes;
    return slot;
}

void *batch_extend(unsigned int op, unsigned long domain, size_t arg_bytes)
{
    struct batch *batch = this_cpu_ptr(cpu_batch);
    unsigned int count = multicall_pending();
    multicall_entry_t *last;
    void *space;

    if (!count || batch->arg_used + arg_bytes > MULTICALL_ARG_BYTES)
        return NULL;
    last = &batch->entries[count - 1];
    if (last->op != op || last->args[3] != domain || batch->results[count - 1])
        return NULL;

    space = &batch->args[batch->arg_used];
    batch->arg_used += arg_bytes;
    last->args[1]++;
    this_cpu(hypercall_stats).merged++;
    return space;
}

void batch_want_result(int *result)
{
    this_cpu_ptr(cpu_batch)->results[multicall_pending() - 1] = result;
}

void multicall_flush(void)
{
    bool unmask = events_save_mask();

    batch_flush(FLUSH_ASKED);
    events_restore(unmask);
}

void multicall_callback(void (*fn)(void *data), void *data)
{
    bool unmask = events_save_mask();
    struct batch *batch = this_cpu_ptr(cpu_batch);

    if (batch->callback_count == MULTICALL_ENTRIES)
        batch_flush(FLUSH_ENTRIES_FULL);
    if (batch->callback_count == MULTICALL_ENTRIES)
        panic("multicall_callback: a callback queued %u more", MULTICALL_ENTRIES);
    batch->callbacks[batch->callback_count++] = (struct callback){ fn, data };
    if (!multicall_pending() && !batch_held_back(LAZY_MMU) && !batch_held_back(LAZY_CPU))
        batch_flush(FLUSH_NOW);
    events_restore(unmask);
}

void lazy_begin(enum lazy_mode mode)
{
    if (this_cpu(lazy_depth).depth[mode] == UINT8_MAX)
        panic("lazy_begin: sections nested deeper than %u", UINT8_MAX);
    this_cpu(lazy_depth).depth[mode]++;
}

void lazy_end(enum lazy_mode mode)
{
    bool unmask = events_save_mask();

    if (!this_cpu(lazy_depth).depth[mode])
        panic("lazy_end: no section of mode %u is open", mode);
    if (!--this_cpu(lazy_depth).depth[mode])
        batch_flush(FLUSH_LAZY_END);
    events_restore(unmask);
}

union lazy_state lazy_swap(union lazy_state next)
{
    union lazy_state previous = *this_cpu_ptr(lazy_depth);

    batch_flush(FLUSH_SWITCH);
    *this_cpu_ptr(lazy_depth) = next;
    return previous;
}

uint32_t hypercall_count(unsigned int op)
{
    return op < HYPERCALL_OPS ? this_cpu(hypercall_stats).calls[op] : 0;
}

uint32_t hypercall_count_all(void)
{
    uint32_t sum = 0;
    unsigned int op;

    for (op = 0; op < HYPERCALL_OPS; op++)
        sum += this_cpu(hypercall_stats).calls[op];
    return sum;
}
