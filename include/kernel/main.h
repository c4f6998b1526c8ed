/*
 * Start-up of the kernel proper.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_MAIN_H
#define KERNEL_MAIN_H

/* Called once by the architecture, on the boot stack, events masked. */
void __attribute__((noreturn)) kernel_main(void);

#endif
