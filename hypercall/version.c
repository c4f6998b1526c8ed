/*
 * Which Xen this is.
 */
/* SPDX-License-Identifier: MIT */
#include <hypercall/version.h>
#include "raw.h"

static long version_op(unsigned int cmd, void *arg)
{
    return hypercall2(__HYPERVISOR_xen_version, cmd, (unsigned long)arg);
}

unsigned int version_number(void)
{
    return (unsigned int)version_op(XENVER_version, NULL);
}

int version_extra(xen_extraversion_t *extra)
{
    return hypercall_errno(version_op(XENVER_extraversion, extra));
}
