/*
 * Ringlet for applications: what the C library has no word for.
 *
 * Manners of the C library: sizes in bytes, -1 or NULL with errno on failure.
 * Thread context unless it says otherwise.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RINGLET_H
#define RINGLET_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "4.17.7" and what else Xen has to say of itself. Becomes HYPERVISOR_xen_version, once. */
const char *ringlet_xen_version(void);

/* Bytes of memory the domain has; that are free; that 32-bit addresses cannot reach. */
size_t ringlet_memory_bytes(void);
size_t ringlet_memory_free(void);
size_t ringlet_memory_unreachable(void);

/* The vCPU this runs on, and how many run. */
unsigned int ringlet_vcpu(void);
unsigned int ringlet_vcpu_count(void);

#ifdef __cplusplus
}
#endif
#endif
