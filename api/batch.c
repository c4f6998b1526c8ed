/*
 * <ringlet.h>: batches, and the counters of hypercalls.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <hypercall/multicall.h>
#include <lib/answer.h>

_Static_assert(RINGLET_FLUSH_NOW == (int)FLUSH_NOW && RINGLET_FLUSH_END == (int)FLUSH_LAZY_END &&
               RINGLET_FLUSH_ASKED == (int)FLUSH_ASKED &&
               RINGLET_FLUSH_ENTRIES == (int)FLUSH_ENTRIES_FULL &&
               RINGLET_FLUSH_ARGUMENTS == (int)FLUSH_ARGS_FULL &&
               RINGLET_FLUSH_SWITCH == (int)FLUSH_SWITCH,
               "the kernel and <ringlet.h> number the reasons alike");

void ringlet_batch_begin(void)
{
    lazy_begin(LAZY_CPU);
    lazy_begin(LAZY_MMU);
}

int ringlet_batch_end(void)
{
    if (!lazy_depth_of(LAZY_MMU) || !lazy_depth_of(LAZY_CPU))
        return answer(-EINVAL);
    lazy_end(LAZY_MMU);
    lazy_end(LAZY_CPU);
    return 0;
}

unsigned long ringlet_hypercalls(int operation)
{
    return operation == RINGLET_ALL ? hypercall_count_all() : hypercall_count(operation);
}

unsigned long ringlet_flushes(enum ringlet_flush_reason reason)
{
    return (unsigned int)reason < FLUSH_REASONS ? this_cpu(hypercall_stats).flushes[reason] : 0;
}
