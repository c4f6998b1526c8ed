/*
 * The stack protector's canary, and the secret in the marks of heap blocks.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_CANARY_H
#define DIAG_CANARY_H

#include <stdint.h>

/* First thing at boot: a function that begins before it, and is protected, must not return after. */
void canary_init(void);

/* Another in each boot; read-only. */
extern uintptr_t canary_secret;

#endif
