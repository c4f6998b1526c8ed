/*
 * What start-up and restore share: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SETUP_PRIVATE_H
#define SETUP_PRIVATE_H

#include <arch/setup.h>

/* Set by start-up; other code calls arch_start_info() and arch_shared_info(). */
extern struct start_info *xen_start_info;
extern struct shared_info *xen_shared_info;

/* Gives Xen this vCPU's record. */
void vcpu_register(void);

/* Gives Xen this vCPU's record, and stops the periodic timer that a new vCPU has. */
void setup_register_vcpu(void);

#endif
