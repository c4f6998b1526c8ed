/*
 * The balloon: memory is given back to Xen, and taken again, while the domain runs.
 *
 * Xen demands: a frame that is given back is in no page table and no waiting batch, and
 * is not granted. Xen takes and gives page by page and may stop anywhere; its result is
 * the number of pages done.
 *
 * The rule: only frames that are free in the allocator are given. So nothing is moved
 * or unmapped for the balloon, and a request may be fulfilled in part.
 *
 * The answer: a pfn without a frame has MFN_NONE in the p2m, and counts as in use for
 * the frame allocator, so nobody gets it until it has a frame again. The search for
 * such a pfn begins at 0 in each request and continues from round to round.
 *
 * Callers may rely on the count that is returned, and on BALLOON_KEEP_PAGES free pages
 * that are never given.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <hypercall/memory.h>
#include <hypercall/multicall.h>
#include <lib/util.h>
#include <mm/balloon.h>
#include <mm/frames.h>
#include <mm/p2m.h>
#include <mm/setup.h>

/* Pages that one call gives to Xen or takes back. */
#define ROUND_PAGES 256

static pfn_t pfns[ROUND_PAGES];
static xen_pfn_t frames[ROUND_PAGES];

static size_t round_of(size_t pages)
{
    return MIN(pages, ROUND_PAGES);
}

/* --- giving -------------------------------------------------------------------- */

static size_t balloon_take_frame(size_t wanted)
{
    size_t count = 0;

    while (count < wanted && memory_free() / PAGE_SIZE > BALLOON_KEEP_PAGES &&
           (pfns[count] = frame_alloc()) != PFN_NONE) {
        frames[count] = pfn_to_mfn(pfns[count]);
        count++;
    }
    return count;
}

static size_t give_round(size_t wanted)
{
    size_t i, count = balloon_take_frame(wanted), given;

    multicall_flush();          /* sends the batch: for Xen, too, they are mapped nowhere now */
    given = memory_decrease(frames, count);
    for (i = 0; i < given; i++)
        p2m_set(pfns[i], MFN_NONE);
    for (; i < count; i++)
        frame_free(pfns[i]);
    return given;
}

/* --- taking -------------------------------------------------------------------- */

/* Finds pfns without a frame, from *from on. */
static size_t find_missing(size_t wanted, pfn_t *from)
{
    size_t count = 0;

    for (; count < wanted && *from < p2m_pages(); ++*from)
        if (pfn_to_mfn(*from) == MFN_NONE)
            pfns[count++] = *from;
    return count;
}

static size_t take_round(size_t wanted, pfn_t *from)
{
    size_t i, count = find_missing(wanted, from), taken;

    for (i = 0; i < count; i++)
        frames[i] = pfns[i];
    taken = memory_populate(frames, count);
    for (i = 0; i < taken; i++) {
        p2m_set(pfns[i], frames[i]);
        frame_free(pfns[i]);
    }
    return taken;
}

size_t balloon_give(size_t pages)
{
    size_t given = 0, round, done;

    do {
        round = round_of(pages - given);
        done = give_round(round);
        given += done;
    } while (done == round && given < pages);
    return given;
}

size_t balloon_take(size_t pages)
{
    size_t taken = 0, round, done;
    pfn_t from = 0;

    do {
        round = round_of(pages - taken);
        done = take_round(round, &from);
        taken += done;
    } while (done == round && taken < pages);
    return taken;
}
