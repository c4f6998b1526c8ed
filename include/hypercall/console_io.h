/*
 * Xen's own console: a debug build prints what a guest writes there, a release
 * build ignores it unless the guest is dom0. Any context.
 * Rests on <xen/xen.h>: HYPERVISOR_console_io.
 */
/* SPDX-License-Identifier: MIT */
#ifndef HYPERCALL_CONSOLE_IO_H
#define HYPERCALL_CONSOLE_IO_H

#include <stddef.h>

void console_io_write(const char *text, size_t length);

#endif
