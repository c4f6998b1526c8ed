/*
 * What start-up learned from Xen: start_info, shared_info, the vCPU's number.
 */
/* SPDX-License-Identifier: MIT */
#ifndef ARCH_SETUP_H
#define ARCH_SETUP_H

#include <hypercall/xen.h>

/*
 * For data that is set by start-up before it protects the image, in arch_start(), and never
 * changes afterwards: from then on it is read-only, like constants. It begins as 0.
 */
#define READ_ONLY_AFTER_START __attribute__((section(".bss.ro_after_start")))

/* Valid from the first C instruction on. The page is the builder's and stays. */
struct start_info *arch_start_info(void);

/* The page Xen shares with the whole domain: event bits and wall clock. */
struct shared_info *arch_shared_info(void);

/* The number of the vCPU this runs on. */
unsigned int arch_vcpu(void);

/* The architecture's part of start-up; called once, by the entry point, on the boot stack. */
void __attribute__((noreturn)) arch_start(struct start_info *start_info);

#endif
