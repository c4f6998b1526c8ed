/*
 * Start-up steps that a restore repeats: private to this folder.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SETUP_PRIVATE_H
#define SETUP_PRIVATE_H

/* Gives Xen this vCPU's record, and stops the periodic timer that a new vCPU has. */
void setup_register_vcpu(void);

#endif
