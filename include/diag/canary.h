/*
 * The stack protector's canary, and the secret in the marks of heap blocks.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DIAG_CANARY_H
#define DIAG_CANARY_H

#include <stdint.h>

/* First thing at boot: a protected function that was entered before this must not return after it. */
void canary_init(void);

/* Differs from boot to boot; read-only. */
extern uintptr_t canary_secret;

#endif
