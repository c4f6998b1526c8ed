/*
 * Xen's public headers, at the interface version Ringlet is written for.
 * Everything includes them through this file.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_XEN_H
#define HYPERCALL_XEN_H

/* Xen 4.14's, which 4.17 still has as its latest. */
#define __XEN_INTERFACE_VERSION__ 0x00040e00

#include <stddef.h>
#include <stdint.h>
#include <xen/xen.h>

#endif
