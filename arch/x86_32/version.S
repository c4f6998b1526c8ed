/*
 * Ringlet's version: the ELF note that tells Xen the guest's version, also read by <arch/notes.h>.
 */
/* SPDX-License-Identifier: MIT */
#include <ringlet_version.h>
#include <xen/elfnote.h>
#include "asm.h"

.macro version
        .globl  arch_version
        .type   arch_version, @object
arch_version:
        .asciz  RINGLET_VERSION
        .size   arch_version, . - arch_version
.endm

        note XEN_ELFNOTE_GUEST_VERSION,  version

        .section .note.GNU-stack, "", @progbits
