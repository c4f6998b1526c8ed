/*
 * Segmentation: the GDT, and the descriptors that change.
 *
 * Xen demands: the GDT is up to 14 frames of the guest's, every one of their
 * 512 descriptors acceptable, and none of the frames mapped writable anywhere
 * while it is in use. Afterwards a descriptor changes only through Xen.
 *
 * The answer chosen: one frame, filled while it is still ordinary memory and made
 * read-only in the batch that installs it. Six descriptors: flat code and data for
 * ring 1 and ring 3, the per-CPU segment, and one for the running thread's TLS, the
 * only one that changes.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <arch/percpu.h>
#include <arch/segments.h>
#include <hypercall/cpu_ops.h>
#include <mm/p2m.h>

#define CODE(ring) (SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(ring) | SEG_CODE | \
                    SEG_ACCESSED | SEG_PAGES | SEG_32BIT)
#define DATA(ring) (SEG_PRESENT | SEG_NOT_SYSTEM | SEG_DPL(ring) | SEG_DATA | \
                    SEG_ACCESSED | SEG_PAGES | SEG_32BIT)

/* vCPU 0's. Read-only once start-up has protected the image. */
static uint64_t gdt[GDT_ENTRIES]
    __attribute__((section(".bss.gdt"), aligned(PAGE_SIZE)));

static PER_CPU uintptr_t loaded_tls;

void segments_fill(void)
{
    gdt[GDT_KERNEL_CODE] = segment_descriptor(0, SEG_FLAT_PAGES, CODE(1));
    gdt[GDT_KERNEL_DATA] = segment_descriptor(0, SEG_FLAT_PAGES, DATA(1));
    gdt[GDT_USER_CODE] = segment_descriptor(0, SEG_FLAT_PAGES, CODE(3));
    gdt[GDT_USER_DATA] = segment_descriptor(0, SEG_FLAT_PAGES, DATA(3));
    gdt[GDT_PER_CPU] = segment_descriptor(this_cpu(percpu_base), SEG_FLAT_PAGES, DATA(1));
}

void segments_install(void)
{
    mfn_t frame = p2m_lookup_va(gdt);

    cpu_set_gdt(&frame, GDT_ENTRIES);
}

void segments_load(void)
{
    __asm__ volatile("ljmp  %[code], $1f\n"
                     "1:    movl %[data], %%ds\n"
                     "      movl %[data], %%es\n"
                     "      movl %[data], %%ss\n"
                     "      movl %[cpu], %%fs\n"
                     "      movl %[none], %%gs\n"
                     :
                     : [code] "i"(KERNEL_CS), [data] "r"(KERNEL_DS), [cpu] "r"(PER_CPU_SEL),
                       [none] "r"(0)
                     : "memory");
}

uint64_t segments_gdt_entry(unsigned int index)
{
    return ((uint64_t)p2m_lookup_va(gdt) << PAGE_SHIFT) + index * sizeof(gdt[0]);
}

bool segments_tls_differs(uintptr_t base)
{
    return base && base != this_cpu(loaded_tls);
}

void segments_set_tls(uintptr_t base)
{
    if (!segments_tls_differs(base))
        return;
    this_cpu(loaded_tls) = base;
    cpu_update_descriptor(segments_gdt_entry(GDT_TLS),
                          segment_descriptor(base, SEG_FLAT_PAGES, DATA(1)));
}

void segments_load_tls(void)
{
    __asm__ volatile("movl %0, %%gs" : : "r"(TLS_SEL));
}
