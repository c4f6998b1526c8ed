/*
 * A thread's own descriptors.
 *
 * Xen demands the same of an LDT as of a GDT: pages without a writable mapping, with
 * acceptable descriptors, changed only through Xen. It validates a page of the LDT
 * when a selector in it is first loaded, and keeps the page until another LDT is set.
 * So the LDT is dropped before its page is freed.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/context.h>
#include <arch/pagetable.h>
#include <arch/segments.h>
#include <hypercall/cpu_ops.h>
#include <mm/map.h>

static int make_table(struct arch_context *running)
{
    void *table = map_alloc(1, PTE_READ_WRITE);
    int error;

    if (!table)
        return -ENOMEM;
    memset(table, 0, PAGE_SIZE);
    pagetable_protect((uintptr_t)table, 1, PTE_READ_ONLY);
    error = context_set_ldt(running, (uintptr_t)table, LDT_ENTRIES);
    if (error)
        map_free(table, 1);
    return error;
}

int context_set_descriptor(struct arch_context *running, unsigned int index, uint64_t descriptor)
{
    int error = index < LDT_ENTRIES ? 0 : -EINVAL;
    mfn_t mfn;

    if (!error && !running->ldt)
        error = make_table(running);
    if (error)
        return error;
    mfn = pte_mfn(pagetable_lookup(running->ldt));
    cpu_update_descriptor(((uint64_t)mfn << PAGE_SHIFT) + index * sizeof(descriptor), descriptor);
    return 0;
}

void context_end(struct arch_context *running)
{
    void *table = (void *)running->ldt;

    if (!table)
        return;
    context_set_ldt(running, 0, 0);
    map_free(table, 1);
}
