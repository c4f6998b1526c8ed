/*
 * How a typed helper puts an operation into the batch.
 *
 *     struct batch_slot slot;
 *     bool unmask = batch_open();
 *     slot = batch_reserve(sizeof(*arg));
 *     ... fill *slot.call and slot.args ...
 *     batch_close(unmask, LAZY_MMU);
 *
 * Events stay masked from open to close, so an upcall never sees or sends a
 * half-filled entry. Private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_BATCH_H
#define HYPERCALL_BATCH_H

#include <hypercall/multicall.h>
#include <hypercall/xen.h>

struct batch_slot {
    multicall_entry_t *call;
    void *args;             /* aligned to 8; valid until the flush */
};

bool batch_open(void);
void batch_close(bool unmask, enum lazy_mode mode);

/*
 * Reserves an entry, and space for what its arguments point to; flushes first if
 * either runs short. A failure report names the caller of the helper.
 */
#define batch_reserve(arg_bytes) \
    batch_reserve_for(__builtin_return_address(0), arg_bytes)
struct batch_slot batch_reserve_for(void *caller, size_t arg_bytes);

/*
 * Extends the argument space of the last entry, if that is operation op for the
 * given domain (args[3]) and the space can follow directly; else NULL.
 */
void *batch_extend(unsigned int op, unsigned long domain, size_t arg_bytes);

/* The last entry stores its result here, 0 or a negative errno, instead of panicking. */
void batch_want_result(int *result);

#endif
