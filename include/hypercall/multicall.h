/*
 * The batch: privileged operations wait in a per-CPU buffer and go to Xen
 * together, in one trap.
 *
 * An operation that can be batched is queued by its typed helper and sent when
 * the helper returns, unless a lazy section of its kind is open: then it is
 * sent when the section ends, when the buffer is full, or when someone calls
 * multicall_flush(). If Xen refuses an operation that Ringlet built, that is a bug in
 * Ringlet: the flush reports the whole batch and panics. Helpers whose callers want
 * the result instead say so, and are sent at once.
 *
 * All calls here: any context, events masked or not.
 * Rests on <xen/xen.h>: HYPERVISOR_multicall.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_MULTICALL_H
#define HYPERCALL_MULTICALL_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/percpu.h>

/* How many calls can be outstanding, and how many bytes their arguments may point to. */
#define MULTICALL_ENTRIES   32
#define MULTICALL_ARG_BYTES 4096

/* What a lazy section delays: page-table work, or the work of a context switch. */
enum lazy_mode { LAZY_MMU, LAZY_CPU, LAZY_MODES };

/*
 * Opens and closes a lazy section. Sections nest; the end of the outermost one
 * flushes. Queued operations take effect only then, so leave the section before
 * reading their effects. Sections belong to the thread: operations of an event
 * handler that interrupts one are not delayed.
 */
void lazy_begin(enum lazy_mode mode);
void lazy_end(enum lazy_mode mode);

/* Sends all queued operations, if there are any. */
void multicall_flush(void);

/* How many calls are queued. */
extern unsigned int multicall_waiting;
static inline unsigned int multicall_pending(void)
{
    return this_cpu(multicall_waiting);
}

/*
 * Runs fn(data) after the flush that carries the operations queued so far, in
 * the order of these calls, with events masked. fn may queue operations and
 * callbacks, which go with the next flush. With nothing outstanding and no lazy
 * section open fn runs at once; called from a callback, after the waiting ones.
 */
void multicall_callback(void (*fn)(void *data), void *data);

/*
 * For the scheduler: the depth of the thread's open sections. lazy_swap() flushes,
 * sets those of the next thread and returns those of the last. lazy_any() tells
 * whether there is anything to flush or to keep.
 */
union lazy_state {
    uint8_t depth[LAZY_MODES];
    uint16_t any;
};
union lazy_state lazy_swap(union lazy_state next);
extern union lazy_state lazy_depth;

static inline bool lazy_any(void)
{
    return multicall_pending() | this_cpu(lazy_depth).any;
}

/* How many sections of a kind the running thread has open. */
static inline unsigned int lazy_depth_of(enum lazy_mode mode)
{
    return this_cpu(lazy_depth).depth[mode];
}

enum flush_reason {
    FLUSH_NOW,          /* no lazy section open: sent as queued */
    FLUSH_LAZY_END,     /* the outermost section ended */
    FLUSH_ASKED,        /* multicall_flush() */
    FLUSH_ENTRIES_FULL,
    FLUSH_ARGS_FULL,
    FLUSH_SWITCH,       /* the thread is switched away from inside a section */
    FLUSH_REASONS
};

#define HYPERCALL_OPS 64

/* Counts since boot on this vCPU; read them with hypercall_count(). */
struct hypercall_stats {
    uint32_t calls[HYPERCALL_OPS];      /* traps, by __HYPERVISOR_* number */
    uint32_t flushes[FLUSH_REASONS];
    uint32_t batched;                   /* entries that went out in flushes */
    uint32_t merged;                    /* operations that joined an entry already queued */
};

extern struct hypercall_stats hypercall_stats;

/* Traps into Xen by this vCPU since boot, for one operation or for all. */
uint32_t hypercall_count(unsigned int op);
uint32_t hypercall_count_all(void);

#endif
