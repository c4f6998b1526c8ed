/*
 * <ringlet.h>: memory. The pages it maps carry PTE_APPLICATION, so no other
 * page can be protected or unmapped by mistake.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet.h>
#include <stdbool.h>
#include <string.h>
#include <hypercall/mmu.h>
#include <hypercall/multicall.h>
#include <lib/answer.h>
#include <mm/map.h>

static size_t pages_of(size_t size)
{
    return size / PAGE_SIZE + (size % PAGE_SIZE != 0);
}

/* The flags of a page-table entry, or 0 for a protection that the machine cannot give. */
static pte_t flags_of(int protection)
{
    switch (protection) {
    case RINGLET_READ:
        return PTE_APPLICATION | PTE_READ_ONLY;
    case RINGLET_READ | RINGLET_WRITE:
        return PTE_APPLICATION | PTE_READ_WRITE;
    case RINGLET_READ | RINGLET_EXEC:
        return PTE_APPLICATION | PTE_EXECUTE;
    default:
        return 0;
    }
}

void *ringlet_map(size_t size, int protection)
{
    size_t pages = pages_of(size);
    pte_t flags = flags_of(protection);
    void *start;

    if (!pages || !flags) {
        errno = EINVAL;
        return NULL;
    }
    start = map_alloc(pages, flags_of(RINGLET_READ | RINGLET_WRITE));
    if (!start) {
        errno = ENOMEM;
        return NULL;
    }
    memset(start, 0, pages * PAGE_SIZE);
    if (!(protection & RINGLET_WRITE))
        map_protect((uintptr_t)start, pages, flags);
    return start;
}

/* 0 if all pages of the range are the application's. */
static int look_at_range(uintptr_t start, size_t size)
{
    size_t i, pages = pages_of(size);

    if (start & PAGE_MASK || !pages || start >= pagetable_map_end() ||
        pages > (pagetable_map_end() - start) / PAGE_SIZE)
        return -EINVAL;
    for (i = 0; i < pages; i++)
        if (!(pagetable_lookup(start + i * PAGE_SIZE) & PTE_APPLICATION))
            return -EFAULT;
    return 0;
}

int ringlet_protect(void *address, size_t size, int protection)
{
    pte_t flags = flags_of(protection);
    int error = flags ? look_at_range((uintptr_t)address, size) : -EINVAL;

    if (!error)
        error = map_protect((uintptr_t)address, pages_of(size), flags);
    return answer(error);
}

int ringlet_unmap(void *address, size_t size)
{
    int error = look_at_range((uintptr_t)address, size);

    if (!error)
        map_free_part(address, pages_of(size));
    return answer(error);
}

int ringlet_flush(void *address, size_t size)
{
    uintptr_t va = (uintptr_t)address;
    size_t pages = pages_of(size);

    if (va & PAGE_MASK || (va && !pages))
        return answer(-EINVAL);
    if (!pages) {
        mmu_flush_tlb();
        return 0;
    }
    lazy_begin(LAZY_MMU);
    for (; pages--; va += PAGE_SIZE)
        mmu_flush_page(va);
    lazy_end(LAZY_MMU);
    return 0;
}
