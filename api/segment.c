/*
 * <ringlet.h>: segment descriptors of a thread.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <arch/context.h>
#include <arch/segments.h>
#include <kernel/thread.h>
#include <lib/answer.h>

_Static_assert(RINGLET_SEGMENTS == LDT_ENTRIES, "a thread's table is a page");

#define RING            1
#define BYTES_MAX       (1U << 20)      /* of a limit that counts bytes */

/* The descriptor's type bits, or 0 for a protection that no segment can have. */
static unsigned int type_of(int protection)
{
    switch (protection) {
    case RINGLET_READ:
        return SEG_NOT_SYSTEM | SEG_ACCESSED;
    case RINGLET_READ | RINGLET_WRITE:
        return SEG_NOT_SYSTEM | SEG_ACCESSED | SEG_DATA;
    case RINGLET_READ | RINGLET_EXEC:
        return SEG_NOT_SYSTEM | SEG_ACCESSED | SEG_CODE;
    default:
        return 0;
    }
}

static uint64_t descriptor_of(const void *base, size_t size, unsigned int type)
{
    unsigned int flags = SEG_PRESENT | SEG_DPL(RING) | SEG_32BIT | type;

    if (!size)
        return 0;
    if (size <= BYTES_MAX)
        return segment_descriptor((uintptr_t)base, size - 1, flags);
    return segment_descriptor((uintptr_t)base, (size - 1) >> 12, flags | SEG_PAGES);
}

int ringlet_segment(unsigned int index, const void *base, size_t size, int protection)
{
    unsigned int type = type_of(protection);
    int error = -EINVAL;

    if (type || !size)
        error = context_set_descriptor(thread_context(thread_current()), index,
                                       descriptor_of(base, size, type));
    if (error)
        return answer(error);
    return size ? LDT_SELECTOR(index, RING) : 0;
}
