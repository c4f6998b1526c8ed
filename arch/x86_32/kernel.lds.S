/*
 * The layout of the image, and what the rest of the kernel assumes about it. Text,
 * constants and data begin on pages of their own, so that start-up can give each its
 * protection.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>

OUTPUT_FORMAT("elf32-i386")
OUTPUT_ARCH(i386)
ENTRY(_start)

/* Xen's area may begin anywhere above the addresses of the smallest guest. */
HV_START_LOW = 0xE0000000;

/*
 * A segment for each, so that the padding up to a page's end is not in the file; nor is any
 * other, as long as whatever begins on a page of its own begins a segment.
 */
PHDRS
{
    hypercalls PT_LOAD FLAGS(5);
    text PT_LOAD FLAGS(5);
    constants PT_LOAD FLAGS(4);
    filled PT_LOAD FLAGS(6);
    data PT_LOAD FLAGS(6);
    zeros PT_LOAD FLAGS(6);
    tls  PT_TLS  FLAGS(4);
    note PT_NOTE FLAGS(4);
}

SECTIONS
{
    . = VIRT_BASE;
    image_start = .;

    .hypercall_page (NOLOAD) : { *(.hypercall_page) } :hypercalls
    .text : {
        *(.text._start)
        *(.text .text.*)
        text_end_exact = .;
    } :text
    . = ALIGN(PAGE_SIZE);
    text_end = .;

    .rodata : {
        *(.rodata .rodata.*)
        . = ALIGN(4);
        fixup_table = .;
        KEEP(*(.fixup_table))
        fixup_table_end = .;
        suspend_hooks = .;
        KEEP(*(SORT_BY_NAME(.suspend_hooks.thread.*)))
        suspend_hooks_locked = .;
        *(SORT_BY_NAME(.suspend_hooks.optional.*))
        KEEP(*(SORT_BY_NAME(.suspend_hooks.kernel.*)))
        suspend_hooks_end = .;
        wakers = .;
        KEEP(*(.wakers))
        wakers_end = .;
        sysrq_keys = .;
        KEEP(*(.sysrq))
        sysrq_keys_end = .;
        init_array_start = .;
        KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*) SORT_BY_INIT_PRIORITY(.ctors.*)))
        KEEP(*(.init_array .ctors))
        init_array_end = .;
        fini_array_start = .;
        KEEP(*(SORT_BY_INIT_PRIORITY(.fini_array.*) SORT_BY_INIT_PRIORITY(.dtors.*)))
        KEEP(*(.fini_array .dtors))
        fini_array_end = .;
        KEEP(*(.ksyms))
    } :constants
    /* No KEEP: where nobody walks the table, its entries and what they name are dropped. */
    mounts : { *(mounts) } :constants
    .note.Xen : { KEEP(*(.note.Xen)) } :constants :note

    /* Filled by start-up, then read-only like the constants before it. */
    .ro_after_start (NOLOAD) : {
        ro_after_start = .;
        *(.bss.ro_after_start)
        ro_after_start_end = .;
    } :constants
    .gdt ALIGN(PAGE_SIZE) (NOLOAD) : {
        *(.bss.gdt)
        . = ALIGN(PAGE_SIZE);
    } :filled
    read_only_end = .;

    .data : {
        *(.data .data.*)
    } :data

    /* The pattern from which each thread's TLS block is made. */
    .tdata : {
        tls_start = .;
        *(.tdata .tdata.*)
    } :data :tls
    tls_data_end = .;
    .tbss (NOLOAD) : {
        *(.tbss .tbss.*)
        *(.tcommon)
    } :data :tls
    /* As ld counts it: from the first variable to the end of the last, in whole alignments. */
    tls_align = MAX(MAX(ALIGNOF(.tdata), ALIGNOF(.tbss)), 4);
    tls_end = tls_start + ALIGN((SIZEOF(.tbss) ? ADDR(.tbss) + SIZEOF(.tbss) : tls_data_end) - tls_start,
                                tls_align);

    .bss (NOLOAD) : {
        . = ALIGN(64);
        percpu_start = .;
        *(.bss.percpu)
        percpu_end = .;
        *(.bss .bss.*)
        *(COMMON)
        . = ALIGN(PAGE_SIZE);
    } :zeros
    image_end = .;

    /DISCARD/ : {
        *(.comment)
        *(.note.GNU-stack)
        *(.note.gnu.*)
        *(.eh_frame .eh_frame_hdr)
    }
}

ASSERT(hypercall_page == VIRT_BASE, "the hypercall page is the first page")
ASSERT(VIRT_BASE % 0x400000 == 0x300000, "VIRT_BASE is 1 MiB below a multiple of 4 MiB")
ASSERT(text_end % PAGE_SIZE == 0, "text ends on a page boundary")
ASSERT(read_only_end % PAGE_SIZE == 0, "constants end on a page boundary")
ASSERT(boot_stack % PAGE_SIZE == 0, "the boot stack has its guards on pages of their own")
ASSERT(image_end <= HV_START_LOW, "the image ends below Xen")
ASSERT((fixup_table_end - fixup_table) % 8 == 0, "fixup entries are 8 bytes")
