/*
 * Xen's own console.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/console_io.h>
#include "raw.h"

void console_io_write(const char *text, size_t length)
{
    hypercall3(__HYPERVISOR_console_io, CONSOLEIO_write, length, (unsigned long)text);
}
