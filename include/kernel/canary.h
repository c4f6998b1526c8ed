/*
 * The stack protector's canary.
 */
/* SPDX-License-Identifier: MIT */
#ifndef KERNEL_CANARY_H
#define KERNEL_CANARY_H

/* First thing at boot: a function that begins before it, and is protected, must not return after. */
void canary_init(void);

#endif
