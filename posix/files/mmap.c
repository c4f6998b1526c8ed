/*
 * mmap() and the like, built on ringlet_map(), whose pages are marked as the
 * application's: no others can be changed or unmapped by mistake.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <arch/pagetable.h>
#include <ringlet.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/tree.h>

#define PROTECTIONS (PROT_READ | PROT_WRITE | PROT_EXEC)

/* The same protection in terms of ringlet.h, or a negative errno. */
static int ringlet_protection(int protection)
{
    if (protection & ~PROTECTIONS)
        return -EINVAL;
    switch (protection) {
    case PROT_NONE:
    case PROT_WRITE | PROT_EXEC:
    case PROT_READ | PROT_WRITE | PROT_EXEC:
        return -ENOTSUP;
    default:
        return RINGLET_READ | (protection & PROT_WRITE ? RINGLET_WRITE : 0) |
               (protection & PROT_EXEC ? RINGLET_EXEC : 0);
    }
}

static int check_flags(int flags, size_t size, off_t offset)
{
    bool shared = flags & MAP_SHARED, private = flags & MAP_PRIVATE;

    if (!size || shared == private || offset < 0 || offset & PAGE_MASK)
        return -EINVAL;
    if (size > SIZE_MAX - PAGE_SIZE)
        return -ENOMEM;
    return flags & MAP_FIXED ? -ENOTSUP : 0;
}

/* MAP_SHARED gives a copy, so the file must never change. */
static int check_file(const struct file *file, int flags)
{
    if ((file->flags & O_ACCMODE) == O_WRONLY)
        return -EACCES;
    if (!file->node || !S_ISREG(file->node->mode))
        return -ENODEV;
    return flags & MAP_SHARED && !file->node->volume->read_only ? -ENODEV : 0;
}

static int copy_file(struct file *file, char *to, size_t size, off_t at)
{
    while (size) {
        ssize_t n = file_read(file, to, size, &at);

        if (n <= 0)
            return n;
        to += n;
        size -= n;
    }
    return 0;
}

/* The address, or 0 with *error. */
static void *mmap_pages(size_t size, int protection, int *error)
{
    void *start = ringlet_map(size, protection);

    *error = start ? 0 : -errno;
    return start;
}

static int mmap_file(struct file *file, size_t size, int protection, off_t offset, void **start)
{
    int error;

    *start = mmap_pages(size, RINGLET_READ | RINGLET_WRITE, &error);
    if (!error)
        error = copy_file(file, *start, size, offset);
    if (!error && !(protection & RINGLET_WRITE) && ringlet_protect(*start, size, protection))
        error = -errno;
    if (error && *start)
        ringlet_unmap(*start, size);
    return error;
}

static int map_descriptor(int fd, size_t size, int protection, int flags, off_t offset,
                          void **start)
{
    struct file *file = descriptor_file(fd);
    int error;

    if (!file)
        return -EBADF;
    error = check_file(file, flags);
    if (!error)
        error = mmap_file(file, size, protection, offset, start);
    file_put(file);
    return error;
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    int error = check_flags(flags, size, offset);
    void *start = NULL;

    (void)address;
    if (!error)
        protection = ringlet_protection(protection);
    if (!error && protection < 0)
        error = protection;
    if (!error && flags & MAP_ANONYMOUS)
        start = mmap_pages(size, protection, &error);
    else if (!error)
        error = map_descriptor(fd, size, protection, flags, offset, &start);
    if (!error)
        return start;
    errno = -error;
    return MAP_FAILED;
}

/* --- what is mapped ------------------------------------------------------------------- */

enum page { PAGE_NONE, PAGE_APPLICATION, PAGE_OTHER };

static enum page page_at(uintptr_t va)
{
    pte_t pte = pagetable_lookup(va);

    if (!(pte & PTE_PRESENT))
        return PAGE_NONE;
    return pte & PTE_APPLICATION ? PAGE_APPLICATION : PAGE_OTHER;
}

static bool mmap_good_range(const void *address, size_t size)
{
    uintptr_t start = (uintptr_t)address;

    return !(start & PAGE_MASK) && start < pagetable_map_end() &&
           size <= pagetable_map_end() - start;
}

/* Is there a page of that kind? */
static bool any_page(uintptr_t start, size_t size, enum page kind)
{
    uintptr_t va;

    for (va = start; va < start + size; va += PAGE_SIZE)
        if (page_at(va) == kind)
            return true;
    return false;
}

int mprotect(void *address, size_t size, int protection)
{
    protection = ringlet_protection(protection);
    if ((uintptr_t)address & PAGE_MASK)
        return answer(-EINVAL);
    if (protection < 0)
        return answer(protection);
    if (!size)
        return 0;
    if (!mmap_good_range(address, size) || any_page((uintptr_t)address, size, PAGE_NONE))
        return answer(-ENOMEM);
    if (any_page((uintptr_t)address, size, PAGE_OTHER))
        return answer(-EINVAL);
    return ringlet_protect(address, size, protection);
}

/* The end of the run of mapped pages that begins at va, at most end. */
static uintptr_t run_end(uintptr_t va, uintptr_t end)
{
    while (va < end && page_at(va) == PAGE_APPLICATION)
        va += PAGE_SIZE;
    return va;
}

int munmap(void *address, size_t size)
{
    uintptr_t va = (uintptr_t)address, end = va + size;

    if (!size || !mmap_good_range(address, size) || any_page(va, size, PAGE_OTHER))
        return answer(-EINVAL);
    while (va < end) {
        uintptr_t last = run_end(va, end);

        if (last > va && ringlet_unmap((void *)va, last - va))
            return -1;
        va = last > va ? last : va + PAGE_SIZE;
    }
    return 0;
}

int msync(void *address, size_t size, int flags)
{
    if ((uintptr_t)address & PAGE_MASK || flags & ~(MS_ASYNC | MS_SYNC | MS_INVALIDATE) ||
        (flags & MS_ASYNC && flags & MS_SYNC))
        return answer(-EINVAL);
    if (!mmap_good_range(address, size) || any_page((uintptr_t)address, size, PAGE_NONE))
        return answer(-ENOMEM);
    return 0;
}
