/*
 * Each exception must arrive by its own gate, with a complete frame, with events
 * masked if its handler needs that, and its return must restore everything. A kernel
 * with a wrong gate or a wrong error-code slot dies in the first exception that was
 * never tested.
 *
 * Not raised here: #DF, #TS and #MC, which nothing a PV guest does can cause;
 * #AC and #XM, which the emulated CPU does not have.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <arch/context.h>
#include <arch/irqflags.h>
#include <arch/pagetable.h>
#include <arch/probe.h>
#include <arch/segments.h>
#include <arch/traps.h>
#include <hypercall/cpu_ops.h>
#include <kernel/thread.h>
#include <mm/map.h>
/* This thread's segments. */
#define VERDICT_LEAK_ALLOWED 4096
#include <verdict.h>

#define EFLAGS_TF 0x100

/* The last exception. */
static struct trap_frame seen;
static unsigned int count;
static bool was_masked;
static uintptr_t fault_address;

/* Where it must happen, and where to continue; 0: at the same place. */
static uintptr_t expected_eip, resume_at;

static bool note(struct trap_frame *frame)
{
    seen = *frame;
    count++;
    was_masked = events_masked();
    fault_address = trap_fault_address();
    if (resume_at)
        frame->eip = resume_at;
    frame->eflags &= ~EFLAGS_TF;
    return true;
}

/* Runs code that raises an exception with eip at label 1, and goes on at label 2. */
#define RAISE(code, ...)                                                        \
    __asm__ volatile("movl $1f, %[at]\n movl $2f, %[resume]\n" code "\n2:"      \
                     : [at] "=m"(expected_eip), [resume] "=m"(resume_at)        \
                     : __VA_ARGS__                                              \
                     : "memory", "cc", "eax", "ecx", "edx")

static void check(const char *what, unsigned int vector, uint32_t error, bool masked)
{
    static unsigned int so_far;

    if (count != so_far + 1 || seen.vector != vector || seen.error != error ||
        seen.eip != expected_eip || was_masked != masked)
        printf("%s: %u times, vector %u, error code %x, eip %x not %x, masked %d\n", what,
               count - so_far, (unsigned int)seen.vector, (unsigned int)seen.error,
               (unsigned int)seen.eip, (unsigned int)expected_eip, was_masked);
    CHECK_EQUAL(count, so_far + 1);
    CHECK_EQUAL(seen.vector, vector);
    CHECK_EQUAL(seen.error, error);
    CHECK_EQUAL(seen.eip, expected_eip);
    CHECK_EQUAL(seen.cs & 0xffff, KERNEL_CS);
    CHECK_EQUAL(was_masked, masked);
    CHECK(!events_masked());
    so_far = count;
}

static void check_faults(void)
{
    static const int32_t bounds[2] = { 1, 5 };
    static char page[4096];

    RAISE("xorl %%ecx, %%ecx\n xorl %%edx, %%edx\n 1: divl %%ecx", "i"(0));
    check("#DE", TRAP_DIVIDE, 0, false);
    RAISE("movl $9, %%eax\n 1: boundl %%eax, %2", "m"(*bounds));
    check("#BR", TRAP_BOUNDS, 0, false);
    RAISE("1: ud2", "i"(0));
    check("#UD", TRAP_INVALID_OPCODE, 0, false);
    RAISE("movl $0x1231, %%eax\n 1: movl %%eax, %%es", "i"(0));
    check("#GP selector", TRAP_PROTECTION, 0x1230, false);
    RAISE("1: hlt", "i"(0));
    check("#GP hlt", TRAP_PROTECTION, 0, false);
    RAISE("1: movl 0x1234, %%eax", "i"(0));
    check("#PF read", TRAP_PAGE_FAULT, 0, true);
    CHECK_EQUAL(fault_address, 0x1234);
    RAISE("1: movl $0, (%[text])", [text] "r"(&test));
    check("#PF write", TRAP_PAGE_FAULT, 3, true);
    CHECK_EQUAL(fault_address, (uintptr_t)&test);
    RAISE("jmp *%2", "r"(page));
    expected_eip = (uintptr_t)page;
    check("#PF execution", TRAP_PAGE_FAULT, 0x11, true);
    CHECK_EQUAL(fault_address, (uintptr_t)page);
}

/* Traps: eip is after the instruction. */
static void check_traps(void)
{
    RAISE("int3\n 1: nop", "i"(0));
    check("#BP", TRAP_BREAKPOINT, 0, false);
    RAISE("movb $127, %%al\n addb $1, %%al\n into\n 1: nop", "i"(0));
    check("#OF", TRAP_OVERFLOW, 0, false);
    RAISE("pushf\n orl $0x100, (%%esp)\n popf\n nop\n 1: nop", "i"(0));
    check("#DB", TRAP_DEBUG, 0, true);
}

/* Segments that are not present: Xen accepts their descriptors. */
static void check_not_present(void)
{
    uint64_t absent = segment_descriptor(0, 0xfffff, SEG_NOT_SYSTEM | SEG_DPL(1) | SEG_DATA |
                                                     SEG_ACCESSED | SEG_PAGES | SEG_32BIT);
    unsigned int selector = LDT_SELECTOR(2, 1);

    CHECK_EQUAL(context_set_descriptor(thread_context(thread_current()), 2, absent), 0);
    RAISE("1: movl %2, %%es", "r"(selector));
    check("#NP", TRAP_NO_SEGMENT, selector & ~3U, false);
    RAISE("1: movl %2, %%ss", "r"(selector));
    check("#SS", TRAP_STACK, selector & ~3U, false);
}

static void check_fpu(void)
{
    static const uint16_t divide_unmasked = 0x037b;

    cpu_fpu_taskswitch(true);
    expected_eip = resume_at = 0;
    __asm__ volatile("movl $1f, %0\n 1: fninit" : "=m"(expected_eip));
    check("#NM", TRAP_NO_DEVICE, 0, true);
    RAISE("fninit\n fldcw %2\n fld1\n fldz\n fdivrp\n 1: fwait", "m"(divide_unmasked));
    __asm__ volatile("fninit");
    check("#MF", TRAP_FPU, 0, false);
}

/* --- the frame ----------------------------------------------------------- */

static bool look_and_change(struct trap_frame *frame)
{
    note(frame);
    frame->ebx = 0xb1;
    frame->eflags |= 1;         /* carry */
    return true;
}

/* The frame holds all registers, and a handler's changes to it take effect. */
static void check_frame(void)
{
    trap_handler old = trap_set_handler(TRAP_INVALID_OPCODE, look_and_change);
    uint32_t ebx, esi, edi, carry, esp;
    uint32_t selector = KERNEL_DS;

    __asm__ volatile("movl $0xe1, %%eax\n movl $0xe2, %%ebx\n movl $0xe3, %%ecx\n"
                     "movl $0xe4, %%edx\n movl $0xe5, %%esi\n movl $0xe6, %%edi\n"
                     "movl $1f, %[at]\n movl $2f, %[resume]\n movl %%esp, %[esp]\n"
                     "clc\n 1: ud2\n 2:\n"
                     "sbbl %%eax, %%eax\n"
                     : "=&b"(ebx), "=&S"(esi), "=&D"(edi), "=&a"(carry), [esp] "=m"(esp),
                       [at] "=m"(expected_eip), [resume] "=m"(resume_at)
                     :
                     : "ecx", "edx", "memory", "cc");
    trap_set_handler(TRAP_INVALID_OPCODE, old);
    check("frame", TRAP_INVALID_OPCODE, 0, false);
    CHECK_EQUAL(seen.eax, 0xe1);
    CHECK_EQUAL(seen.ebx, 0xe2);
    CHECK_EQUAL(seen.ecx, 0xe3);
    CHECK_EQUAL(seen.edx, 0xe4);
    CHECK_EQUAL(seen.esi, 0xe5);
    CHECK_EQUAL(seen.edi, 0xe6);
    CHECK_EQUAL(seen.ebp, (uintptr_t)__builtin_frame_address(0));
    CHECK_EQUAL(seen.ds & 0xffff, selector);
    CHECK_EQUAL(seen.es & 0xffff, selector);
    CHECK_EQUAL(seen.fs & 0xffff, PER_CPU_SEL);
    CHECK_EQUAL(seen.masked, 0);
    CHECK_EQUAL(seen.eflags & 1, 0);
    CHECK_EQUAL(ebx, 0xb1);
    CHECK_EQUAL(esi, 0xe5);
    CHECK_EQUAL(edi, 0xe6);
    CHECK_EQUAL(carry, 0xffffffff);
}

/* The frame holds the event mask, which the return restores. */
static void check_mask(void)
{
    events_mask();
    RAISE("1: ud2", "i"(0));
    CHECK(events_masked());
    CHECK_EQUAL(seen.masked, 1);
    CHECK(was_masked);
    RAISE("1: movl 0x1234, %%eax", "i"(0));
    CHECK(events_masked());
    CHECK_EQUAL(seen.masked, 1);
    events_unmask();
    count -= 2;
}

static bool fault_inside(struct trap_frame *frame)
{
    uint32_t word;

    CHECK_EQUAL(probe_read(&word, 0x4, sizeof(word)), -EFAULT);
    frame->eip += 2;
    return true;
}

static bool decline(struct trap_frame *frame)
{
    (void)frame;
    return false;
}

/* An exception in a handler; a handler that declines leaves it to the fixup table. */
static void check_nesting(void)
{
    trap_handler old_ud = trap_set_handler(TRAP_INVALID_OPCODE, fault_inside);
    trap_handler old_pf = trap_set_handler(TRAP_PAGE_FAULT, decline);

    __asm__ volatile("ud2");
    trap_set_handler(TRAP_PAGE_FAULT, old_pf);
    trap_set_handler(TRAP_INVALID_OPCODE, old_ud);
}

/* --- probes -------------------------------------------------------------- */

static void check_probes(void)
{
    char *page = map_alloc(1, PTE_READ_WRITE), bytes[16] = "0123456789abcde";
    uint32_t machine_to_pfn;

    CHECK_EQUAL(probe_write((uintptr_t)page, bytes, 16), 0);
    CHECK(memcmp(page, bytes, 16) == 0);
    memset(bytes, 0, sizeof(bytes));
    CHECK_EQUAL(probe_read(bytes, (uintptr_t)page, 16), 0);
    CHECK(strcmp(bytes, "0123456789abcde") == 0);
    CHECK_EQUAL(probe_read(bytes, (uintptr_t)page + PAGE_SIZE - 8, 8), 0);
    CHECK_EQUAL(probe_read(bytes, (uintptr_t)page + PAGE_SIZE - 8, 16), -EFAULT);
    CHECK_EQUAL(probe_write((uintptr_t)page - 8, bytes, 16), -EFAULT);
    CHECK_EQUAL(probe_read(bytes, 0, 1), -EFAULT);
    CHECK_EQUAL(probe_read(bytes, 0, 0), 0);
    CHECK_EQUAL(probe_write((uintptr_t)&test, bytes, 1), -EFAULT);
    /* Xen's m2p can be read, and none of Xen's memory can be written. */
    CHECK_EQUAL(probe_read(&machine_to_pfn, pagetable_xen_start(), 4), 0);
    CHECK_EQUAL(probe_write(pagetable_xen_start(), bytes, 1), -EFAULT);
    CHECK_EQUAL(probe_write(0xfffff000, bytes, 1), -EFAULT);
    map_free(page, 1);
}

void test(void)
{
    static const unsigned char vectors[] = {
        TRAP_DIVIDE, TRAP_DEBUG, TRAP_BREAKPOINT, TRAP_OVERFLOW, TRAP_BOUNDS,
        TRAP_INVALID_OPCODE, TRAP_NO_DEVICE, TRAP_NO_SEGMENT, TRAP_STACK, TRAP_PROTECTION,
        TRAP_PAGE_FAULT, TRAP_FPU,
    };
    trap_handler old[sizeof(vectors)];
    unsigned int i;

    for (i = 0; i < sizeof(vectors); i++)
        old[i] = trap_set_handler(vectors[i], note);
    check_faults();
    check_traps();
    check_not_present();
    check_fpu();
    check_frame();
    check_mask();
    for (i = 0; i < sizeof(vectors); i++)
        trap_set_handler(vectors[i], old[i]);
    check_nesting();
    check_probes();
}
