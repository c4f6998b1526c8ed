/*
 * The bare instruction shows the machine. A kernel that trusts it enables an APIC
 * that is not there: cpuid() must hide features that a PV guest cannot use.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <arch/cpuid.h>
#include <verdict.h>

#define EXTENDED 0x80000000U
#define XEN      0x40000000U

static struct cpuid bare(uint32_t leaf)
{
    struct cpuid is;

    __asm__ volatile("cpuid" : "=a"(is.eax), "=b"(is.ebx), "=c"(is.ecx), "=d"(is.edx)
                             : "0"(leaf), "2"(0));
    return is;
}

static bool nothing(struct cpuid is)
{
    return !(is.eax | is.ebx | is.ecx | is.edx);
}

void test(void)
{
    /* Leaf 1: MTRR, SYSENTER, APIC; ACPI, debug store, thermal; MONITOR, VMX, x2APIC, deadline. */
    const uint32_t hidden_edx = 1U << 12 | 1U << 11 | 1U << 9 | 1U << 22 | 1U << 21 | 1U << 29;
    const uint32_t hidden_ecx = 1U << 3 | 1U << 5 | 1U << 21 | 1U << 24;
    const uint32_t fpu_tsc_cx8 = 1U << 0 | 1U << 4 | 1U << 8;
    struct cpuid machine = bare(1), here = cpuid(1, 0), is;
    char vendor[13] = "";

    printf("leaf 1: the machine %08x %08x, here %08x %08x\n", (unsigned int)machine.edx,
           (unsigned int)machine.ecx, (unsigned int)here.edx, (unsigned int)here.ecx);
    CHECK(machine.edx & hidden_edx);            /* the machine has features to hide */
    CHECK_EQUAL(here.edx & hidden_edx, 0);
    CHECK_EQUAL(here.ecx & hidden_ecx, 0);
    CHECK_EQUAL(here.edx & fpu_tsc_cx8, fpu_tsc_cx8);

    is = cpuid(XEN, 0);
    memcpy(vendor, &is.ebx, 4);
    memcpy(vendor + 4, &is.ecx, 4);
    memcpy(vendor + 8, &is.edx, 4);
    CHECK(strcmp(vendor, "XenVMMXenVMM") == 0);
    CHECK(!nothing(cpuid(XEN + 1, 0)));

    is = cpuid(EXTENDED, 0);
    CHECK(is.eax > EXTENDED);
    CHECK_EQUAL(cpuid(EXTENDED + 1, 0).ecx & (1U << 2 | 1U << 3), 0);   /* SVM, extended APIC */
    CHECK_EQUAL(cpuid(EXTENDED + 1, 0).edx & 1U << 9, 0);
    CHECK_EQUAL(cpu_has_nx(), cpuid(EXTENDED + 1, 0).edx >> 20 & 1);
    CHECK(cpu_has_nx());

    /* Beyond the end of each range: zeros, not the last leaf again. */
    CHECK(nothing(cpuid(cpuid(0, 0).eax + 1, 0)));
    CHECK(nothing(cpuid(is.eax + 1, 0)));
    CHECK(nothing(cpuid(0x3fffffff, 0)));
    CHECK(nothing(cpuid(0xffffffff, 0)));
}
