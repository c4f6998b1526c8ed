/*
 * What other code reads back of the image's ELF notes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_NOTES_H
#define ARCH_NOTES_H

/* Ringlet's version, such as "0.12.0": the note that tells Xen the guest's version. */
extern const char arch_version[];

#endif
