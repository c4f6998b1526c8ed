/*
 * Accesses that are allowed to fault.
 *
 * Each has an entry in the fixup table, {address of the instruction, address
 * to resume at}, made beside it. A fault whose eip is in the table resumes there;
 * accesses that do not fault cost nothing more.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <arch/probe.h>
#include "traps_private.h"

#define SELECTOR_NUMBER 0xfffc      /* of a selector, and of the error code that names one */

struct fixup {
    uint32_t at;
    uint32_t resume;
};

extern const struct fixup fixup_table[], fixup_table_end[];

/*
 * On the way out a selector no longer loads. If it is in %gs, which the entry code leaves alone,
 * it is in this frame too: returning by it would fault again, and so on to the end of the stack.
 */
static void drop_stale_gs(struct trap_frame *frame)
{
    if ((frame->vector == TRAP_PROTECTION || frame->vector == TRAP_NO_SEGMENT) &&
        !((frame->gs ^ frame->error) & SELECTOR_NUMBER))
        frame->gs = 0;
}

bool fixup_apply(struct trap_frame *frame)
{
    const struct fixup *entry;

    /* An NMI or a single step may come there too: only a refused access resumes elsewhere. */
    if (frame->vector < TRAP_INVALID_TSS || frame->vector > TRAP_PAGE_FAULT)
        return false;
    for (entry = fixup_table; entry < fixup_table_end; entry++)
        if (entry->at == frame->eip) {
            frame->eip = entry->resume;
            drop_stale_gs(frame);
            return true;
        }
    return false;
}

/* rep movsb leaves in ecx what it did not copy; after a fault, execution resumes behind it. */
static size_t copy_may_fault(uintptr_t to, uintptr_t from, size_t size)
{
    __asm__ volatile("1:    rep movsb\n"
                     "2:\n"
                     "      .pushsection .fixup_table, \"a\"\n"
                     "      .long 1b, 2b\n"
                     "      .popsection\n"
                     : "+c"(size), "+D"(to), "+S"(from)
                     :
                     : "memory");
    return size;
}

int probe_read(void *to, uintptr_t from, size_t size)
{
    return copy_may_fault((uintptr_t)to, from, size) ? -EFAULT : 0;
}

int probe_write(uintptr_t to, const void *from, size_t size)
{
    return copy_may_fault(to, (uintptr_t)from, size) ? -EFAULT : 0;
}
