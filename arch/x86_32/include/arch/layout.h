/*
 * The address space of a 32-bit PV guest, drawn before any constant is defined.
 *
 *   0xFFFFFFFF  +--------------------------------+
 *               | Xen's own, never touched       |
 *   xen_start   +--------------------------------+  asked of Xen at boot
 *               | table window: every L1 table,  |  L1 of va is seen, read-only,
 *               | read-only, 8 MiB               |  at window + (va >> 21) pages
 *   map_end     +--------------------------------+
 *               | map area: mappings made one by |  stacks, rings, grants, mmap
 *               | one, with guards               |
 *   heap_end    +--------------------------------+
 *               | heap, grows upward             |
 *   builder_end +--------------------------------+  a multiple of 4 MiB
 *               | what the domain builder mapped:|  pfn n is at VIRT_BASE + n pages
 *               | image, p2m, start_info, rings, |  (what is spare of it is the
 *               | page tables, spare pages       |  first part of the heap)
 *   VIRT_BASE   +--------------------------------+  0x00300000
 *               | low map area: early mappings;  |  its L1 table is the builder's
 *               | needs no table of our own      |
 *   LOW_MAP     +--------------------------------+  0x00200000
 *               | never mapped: null pointers    |
 *   0x00000000  +--------------------------------+
 *
 * VIRT_BASE is 1 MiB below a multiple of 4 MiB: the builder rounds its mapping
 * up to one, and every page of the mapping must exist as memory. So it decides
 * that the smallest guest has 1 MiB.
 *
 * Also read by assembly and the linker script: constants only.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

#define PAGE_SHIFT      12
#define PAGE_SIZE       (1 << PAGE_SHIFT)
#define PAGE_MASK       (PAGE_SIZE - 1)

#define VIRT_BASE       0x00300000
#define LOW_MAP_START   0x00200000
#define LOW_MAP_END     VIRT_BASE

/* The addresses that one L1 table covers; the first is a multiple of this. */
#define L1_SPAN         0x00200000

#define TABLE_WINDOW_SIZE 0x00800000
#define MAP_AREA_SIZE     0x08000000

#define BOOT_STACK_SIZE   0x2000

/*
 * The stack that must be left when a checking function begins: one of the application's,
 * with DEBUG=1 any. So it is what functions without the check may need: printf() of a
 * double, with an upcall on top. The report of an overflow has a stack of its own.
 */
#if DEBUG_BUILD
#define STACK_MARGIN      0x400
#else
#define STACK_MARGIN      0x1000
#endif
#define EMERGENCY_STACK_SIZE 0x2000

#endif
