/*
 * Xen's builder maps the image writable and executable. A kernel that leaves it so
 * has executable data, writable code, and page tables that only Xen protects. Each
 * line here tries to break one protection and sees the fault.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/segments.h>
#include <arch/setup.h>
#include <arch/traps.h>
#include <mm/map.h>
#include <mm/p2m.h>
/* Two tables for the high mapping stay. */
#define VERDICT_LEAK_ALLOWED (2 * 4096)
#include <verdict.h>

static const char constant[] = "constant";
static unsigned char data[16];
extern char boot_stack_guard[], boot_stack_end[];
extern const char text_end[], read_only_end[], image_start[];
extern const char ro_after_start[], ro_after_start_end[];

/* --- seeing an execution fault ------------------------------------------- */

static uintptr_t faulted_at;
static uintptr_t resume_at;

static bool on_page_fault(struct trap_frame *frame)
{
    if (!resume_at || frame->eip != trap_fault_address())
        return false;
    faulted_at = frame->eip;
    frame->eip = resume_at;
    resume_at = 0;
    return true;
}

/* Calls an address. If the fetch faults, execution goes on as after a return. */
static bool execution_faults(void *address)
{
    faulted_at = 0;
    __asm__ volatile("movl $1f, %0\n"
                     "movl %%esp, %%ebx\n"
                     "call *%1\n"
                     "1: movl %%ebx, %%esp\n"      /* a fault has not popped the return address */
                     : "=m"(resume_at)
                     : "r"(address)
                     : "memory", "eax", "ebx", "ecx", "edx");
    return faulted_at == (uintptr_t)address;
}

static bool write_faults(const volatile void *address)
{
    return probe_write((uintptr_t)address, "x", 1) == -EFAULT;
}

static bool read_faults(uintptr_t address)
{
    char byte;

    return probe_read(&byte, address, 1) == -EFAULT;
}

static void check_writes(void)
{
    char *heap = malloc(100);

    CHECK(write_faults((void *)(uintptr_t)&test));
    CHECK(write_faults(image_start));
    CHECK(write_faults((void *)((uintptr_t)text_end - 1)));
    CHECK(write_faults(constant));
    CHECK(write_faults((void *)((uintptr_t)read_only_end - 1)));
    CHECK(ro_after_start_end - ro_after_start >= 40);
    CHECK(write_faults(ro_after_start));
    CHECK(write_faults((void *)((uintptr_t)ro_after_start_end - 1)));
    CHECK(!write_faults(data));
    CHECK(!write_faults(heap));
    CHECK(write_faults((void *)arch_start_info()->pt_base));
    free(heap);
}

static void check_execution(void)
{
    unsigned char on_stack[16];
    unsigned char *heap = malloc(100);

    data[0] = on_stack[0] = heap[0] = 0xc3;         /* ret */
    CHECK(execution_faults(data));
    CHECK(execution_faults(heap));
    CHECK(execution_faults(on_stack));
    CHECK(execution_faults((void *)(uintptr_t)constant));
    CHECK(execution_faults(arch_shared_info()));
    free(heap);
}

static void check_holes(void)
{
    uintptr_t stack = (uintptr_t)&stack & ~(uintptr_t)PAGE_MASK;

    CHECK(read_faults(0));
    CHECK(read_faults(0xfff));
    CHECK(read_faults(0x1ff000));
    CHECK(read_faults((uintptr_t)boot_stack_guard));
    CHECK(read_faults((uintptr_t)boot_stack_end));
    /* This thread's stack has an unmapped page at either end. */
    while (!read_faults(stack))
        stack -= PAGE_SIZE;
    CHECK_EQUAL(pagetable_lookup(stack), 0);
    stack += PAGE_SIZE;
    while (!read_faults(stack))
        stack += PAGE_SIZE;
    CHECK_EQUAL(pagetable_lookup(stack), 0);
}

/* Checks every page of the image: none is both writable and executable. */
static void check_all_entries(void)
{
    uintptr_t va;
    unsigned int executable = 0, writable = 0;

    for (va = VIRT_BASE; va < VIRT_BASE + 0x100000; va += PAGE_SIZE) {
        pte_t pte = pagetable_lookup(va);

        CHECK(!(pte & PTE_PRESENT) || !(pte & PTE_WRITE) || (pte & PTE_NX));
        if ((pte & PTE_PRESENT) && !(pte & PTE_NX)) {
            CHECK(va < (uintptr_t)text_end);
            executable++;
        }
        writable += (pte & PTE_WRITE) != 0;
        CHECK((pte & PTE_PRESENT) || pte == 0);
    }
    CHECK_EQUAL(executable, ((uintptr_t)text_end - VIRT_BASE) / PAGE_SIZE);
    CHECK(writable > 10);
}

/* Pages are inserted only where nothing is mapped, and never over Xen. */
static void check_insertion(void)
{
    mfn_t mfn = pte_mfn(pagetable_lookup((uintptr_t)data & ~(uintptr_t)PAGE_MASK));

    CHECK_EQUAL(pagetable_insert((uintptr_t)data & ~(uintptr_t)PAGE_MASK, &mfn, 1,
                                 PTE_READ_WRITE), -EEXIST);
    CHECK_EQUAL(pagetable_insert(pagetable_xen_start(), &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert(0, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_insert((uintptr_t)data | 1, &mfn, 1, PTE_READ_WRITE), -EINVAL);
    CHECK_EQUAL(pagetable_protect(LOW_MAP_END - PAGE_SIZE, 1, PTE_READ_ONLY), -EFAULT);
}

/* New page tables, for a mapping far from the builder's, are read-only in the window. */
static void check_new_tables(void)
{
    void *high = (void *)(pagetable_map_end() - 0x400000);
    uintptr_t window = pagetable_map_end() + ((uintptr_t)high >> 21) * PAGE_SIZE;

    CHECK_EQUAL(map_populate((uintptr_t)high, 3, PTE_READ_WRITE), 0);
    memset(high, 0x5a, 3 * PAGE_SIZE);
    CHECK(!read_faults(window));
    CHECK(write_faults((void *)window));
    map_depopulate((uintptr_t)high, 3);
    CHECK(read_faults((uintptr_t)high));
    CHECK_EQUAL(pagetable_lookup((uintptr_t)high), 0);
}

void test(void)
{
    trap_set_handler(TRAP_PAGE_FAULT, on_page_fault);
    check_writes();
    check_execution();
    check_holes();
    check_all_entries();
    check_insertion();
    check_new_tables();
}
