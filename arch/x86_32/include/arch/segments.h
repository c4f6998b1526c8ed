/*
 * The GDT: the meaning of each selector.
 *
 * Also read by assembly: constants before the C part only.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_SEGMENTS_H
#define ARCH_SEGMENTS_H

#define GDT_KERNEL_CODE 1
#define GDT_KERNEL_DATA 2
#define GDT_USER_CODE   3
#define GDT_USER_DATA   4
#define GDT_PER_CPU     5
#define GDT_TLS         6
#define GDT_ENTRIES     512     /* a page of them: Xen validates whole pages */

#define LDT_ENTRIES     512     /* the same for a thread's own */

#define SELECTOR(index, ring)   ((index) << 3 | (ring))
#define LDT_SELECTOR(index, ring) ((index) << 3 | 4 | (ring))
#define KERNEL_CS       SELECTOR(GDT_KERNEL_CODE, 1)
#define KERNEL_DS       SELECTOR(GDT_KERNEL_DATA, 1)
#define USER_CS         SELECTOR(GDT_USER_CODE, 3)
#define USER_DS         SELECTOR(GDT_USER_DATA, 3)
#define PER_CPU_SEL     SELECTOR(GDT_PER_CPU, 1)
#define TLS_SEL         SELECTOR(GDT_TLS, 1)

#ifndef __ASSEMBLER__

#include <stdbool.h>
#include <stdint.h>

/* Access byte and flags of a descriptor, as bits 40..47 and 52..55 have them. */
#define SEG_PRESENT     0x0080
#define SEG_DPL(ring)   ((ring) << 5)
#define SEG_NOT_SYSTEM  0x0010
#define SEG_CODE        0x000a          /* readable */
#define SEG_DATA        0x0002          /* writable */
#define SEG_ACCESSED    0x0001          /* preset: the CPU then need not write it */
#define SEG_PAGES       0x8000          /* limit counts pages */
#define SEG_32BIT       0x4000
#define SEG_LONG        0x2000          /* a 64-bit code segment; Xen refuses it */

#define SEG_FLAT_PAGES  0xfffff

/* An 8-byte descriptor from its parts. limit has 20 bits, in bytes or pages. */
static inline uint64_t segment_descriptor(uint32_t base, uint32_t limit, unsigned int flags)
{
    return (uint64_t)(limit & 0xffff) | (uint64_t)(base & 0xffffff) << 16 |
           (uint64_t)(flags & 0xff) << 40 | (uint64_t)(limit >> 16 & 0xf) << 48 |
           (uint64_t)(flags >> 12) << 52 | (uint64_t)(base >> 24) << 56;
}

/*
 * At boot: writes the GDT while its page is still writable; queues its installation on
 * this vCPU; loads the segment registers from it.
 */
void segments_fill(void);
void segments_install(void);
void segments_load(void);

/*
 * Points the TLS segment at a thread's block: batched, LAZY_CPU. After the batch is sent
 * %gs must be loaded again, as a segment register keeps the base it was loaded with.
 */
bool segments_tls_differs(uintptr_t base);
void segments_set_tls(uintptr_t base);
void segments_load_tls(void);

/* The machine address of an entry of this vCPU's GDT. */
uint64_t segments_gdt_entry(unsigned int index);

#endif
#endif
