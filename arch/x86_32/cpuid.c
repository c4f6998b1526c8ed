/*
 * CPUID, reduced to what a PV guest can use.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/cpuid.h>
#include <hypercall/xen.h>

#define EXTENDED        0x80000000
#define HYPERVISOR      0x40000000

/* Leaf 1, edx and ecx: features that the machine has but a PV guest cannot use. */
#define EDX_APIC        (1U << 9)
#define EDX_SYSENTER    (1U << 11)      /* not offered: ring 3 enters by int 0x80 */
#define EDX_MTRR        (1U << 12)
#define EDX_ACPI        (1U << 22)
#define EDX_THERMAL     (1U << 29)
#define ECX_MONITOR     (1U << 3)
#define ECX_VMX         (1U << 5)
#define ECX_X2APIC      (1U << 21)
#define ECX_TSC_DEADLINE (1U << 24)
#define ECX_RDRAND      (1U << 30)
/* Leaf 80000001. */
#define EXT_EDX_APIC    (1U << 9)
#define EXT_EDX_SYSCALL (1U << 11)      /* as sysenter */
#define EXT_EDX_NX      (1U << 20)
#define EXT_ECX_SVM     (1U << 2)
#define EXT_ECX_EXTAPIC (1U << 3)

static struct cpuid ask_xen(uint32_t leaf, uint32_t subleaf)
{
    struct cpuid is;

    __asm__ volatile(XEN_EMULATE_PREFIX "cpuid"
                     : "=a"(is.eax), "=b"(is.ebx), "=c"(is.ecx), "=d"(is.edx)
                     : "0"(leaf), "2"(subleaf));
    return is;
}

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
    uint32_t base = leaf >= EXTENDED ? EXTENDED : leaf >= HYPERVISOR ? HYPERVISOR : 0;
    struct cpuid is = { 0, 0, 0, 0 };

    /* Every CPU that Xen runs on has the first leaf after each base. */
    if (leaf > base + 1 && leaf > ask_xen(base, 0).eax)
        return is;
    is = ask_xen(leaf, subleaf);
    if (leaf == 1) {
        is.edx &= ~(EDX_APIC | EDX_SYSENTER | EDX_MTRR | EDX_ACPI | EDX_THERMAL);
        is.ecx &= ~(ECX_MONITOR | ECX_VMX | ECX_X2APIC | ECX_TSC_DEADLINE);
    } else if (leaf == EXTENDED + 1) {
        is.edx &= ~(EXT_EDX_APIC | EXT_EDX_SYSCALL);
        is.ecx &= ~(EXT_ECX_SVM | EXT_ECX_EXTAPIC);
    }
    return is;
}

bool cpu_has_nx(void)
{
    return cpuid(EXTENDED + 1, 0).edx & EXT_EDX_NX;
}

bool cpu_has_rdrand(void)
{
    return cpuid(1, 0).ecx & ECX_RDRAND;
}
