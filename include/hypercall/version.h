/*
 * Which Xen this is. Any context.
 * Rests on <xen/version.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_VERSION_H
#define HYPERCALL_VERSION_H

#include <hypercall/xen.h>
#include <xen/version.h>

/* Major version in the upper 16 bits, minor in the lower. The cheapest hypercall. */
unsigned int version_number(void);

/* What follows major and minor number in Xen's version, such as ".7". */
int version_extra(xen_extraversion_t *extra);

#endif
