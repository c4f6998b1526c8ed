/*
 * The ELF notes, which the domain builder reads before it starts the image.
 * Rests on <xen/elfnote.h>.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/layout.h>
#include <xen/elfnote.h>
#include "asm.h"

        note XEN_ELFNOTE_GUEST_OS,       .asciz, "Ringlet"
        note XEN_ELFNOTE_XEN_VERSION,    .asciz, "xen-3.0"
        note XEN_ELFNOTE_LOADER,         .asciz, "generic"
        note XEN_ELFNOTE_PAE_MODE,       .asciz, "yes"
        note XEN_ELFNOTE_ENTRY,          .long, _start
        note XEN_ELFNOTE_HYPERCALL_PAGE, .long, hypercall_page
        note XEN_ELFNOTE_VIRT_BASE,      .long, VIRT_BASE
        /* The image's physical addresses are its virtual ones. */
        note XEN_ELFNOTE_PADDR_OFFSET,   .long, VIRT_BASE
        /* Xen's area may begin anywhere above this: start-up asks where it does. */
        note XEN_ELFNOTE_HV_START_LOW,   .long, HV_START_LOW
        /* An L1 entry holds a frame number if the present bit is set: mask, value. */
        note XEN_ELFNOTE_L1_MFN_VALID,   .quad, 1, 1
        /* After a cancelled suspension the domain continues: the call returns 1. */
        note XEN_ELFNOTE_SUSPEND_CANCEL, .long, 1
        /* Needs no optional feature of Xen; can start only as a plain PV guest. */
        note XEN_ELFNOTE_FEATURES,       .asciz, ""
        note XEN_ELFNOTE_SUPPORTED_FEATURES, .long, 0

        .section .note.GNU-stack, "", @progbits
