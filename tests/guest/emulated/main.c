/*
 * Privileged instructions off the hot path are left to trap, and Xen emulates them:
 * libraries and old code contain them, and each must go on at the next instruction.
 */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <arch/cpu.h>
#include <arch/cpuid.h>
#include <arch/traps.h>
#include <hypercall/multicall.h>
#include <verdict.h>

#define CR0_PE          0x00000001
#define CR0_TS          0x00000008
#define CR0_PG          0x80000000
#define CR4_TSD         0x00000004
#define CR4_DE          0x00000008
#define CR4_PAE         0x00000020
#define CPUID_DE        0x00000004
#define MSR_EFER        0xc0000080
#define EFER_NX         0x00000800

static volatile unsigned int faults;

static bool skip_two(struct trap_frame *frame)
{
    faults++;
    frame->eip += 2;
    return true;
}

static uint32_t read_cr0(void)
{
    uint32_t value;

    __asm__ volatile("movl %%cr0, %0" : "=r"(value));
    return value;
}

static void check_control_registers(void)
{
    uint32_t cr4 = cpu_cr4(), cr3;

    CHECK_EQUAL(read_cr0() & (CR0_PE | CR0_PG), CR0_PE | CR0_PG);
    __asm__ volatile("movl %%cr3, %0" : "=r"(cr3));
    CHECK(cr3 != 0);
    CHECK(cr4 & CR4_PAE);
    cpu_set_cr4(cr4);
    CHECK_EQUAL(cpu_cr4(), cr4);
    /* A bit that a guest may set stays; any other is dropped. */
    cpu_set_cr4(cr4 | CR4_TSD);
    CHECK_EQUAL(cpu_cr4(), cr4 | CR4_TSD);
    cpu_timestamp();                    /* rdtsc traps now, and is emulated */
    /* Debugging extensions may be set, and cpuid() does not hide them. */
    CHECK(cpuid(1, 0).edx & CPUID_DE);
    cpu_set_cr4(cr4 | CR4_DE);
    CHECK_EQUAL(cpu_cr4(), cr4 | CR4_DE);
    cpu_set_cr4(cr4 & ~(uint32_t)CR4_PAE);
    CHECK_EQUAL(cpu_cr4(), cr4);
}

/* mov to cr0 and clts are the trapping forms of fpu_taskswitch. */
static void check_task_switched(void)
{
    uint32_t cr0 = read_cr0();

    CHECK_EQUAL(cr0 & CR0_TS, 0);
    __asm__ volatile("movl %0, %%cr0" : : "r"(cr0 | CR0_TS));
    CHECK_EQUAL(read_cr0(), cr0 | CR0_TS);
    __asm__ volatile("clts");
    CHECK_EQUAL(read_cr0(), cr0);
    __asm__ volatile("fninit");
}

/* A change that Xen does not allow faults and has no effect. */
static void check_registers(void)
{
    trap_handler old = trap_set_handler(TRAP_PROTECTION, skip_two);
    uint64_t efer = cpu_read_msr(MSR_EFER);

    CHECK(efer & EFER_NX);
    CHECK_EQUAL(faults, 0);
    __asm__ volatile("wrmsr" : : "c"(MSR_EFER), "a"(0), "d"(0) : "memory");
    CHECK_EQUAL(faults, 1);
    CHECK_EQUAL(cpu_read_msr(MSR_EFER), efer);
    trap_set_handler(TRAP_PROTECTION, old);
}

/* A guest without devices has no I/O ports. */
static void check_ports(void)
{
    trap_handler old = trap_set_handler(TRAP_PROTECTION, skip_two);
    unsigned int before = faults;

    __asm__ volatile("inb $0x80, %%al" : : : "eax", "memory");
    CHECK_EQUAL(faults, before + 1);
    trap_set_handler(TRAP_PROTECTION, old);
}

static void check_caches(void)
{
    static volatile uint32_t word = 5;

    __asm__ volatile("wbinvd" : : : "memory");
    CHECK_EQUAL(word, 5);
}

void test(void)
{
    uint32_t before = hypercall_count_all();

    check_control_registers();
    check_task_switched();
    check_registers();
    check_ports();
    check_caches();
    CHECK_EQUAL(hypercall_count_all() - before, 0);
}
