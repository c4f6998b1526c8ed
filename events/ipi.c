/*
 * A port that a vCPU of this domain signals itself or another vCPU with.
 */
/* SPDX-License-Identifier: MIT */
#include <arch/setup.h>
#include <hypercall/event_channel.h>
#include "private.h"

int port_bind_ipi(event_handler handler, void *data, evtchn_port_t *port)
{
    evtchn_port_t new = 0;
    int error = evtchn_bind_ipi(arch_vcpu(), &new);

    return port_attach_new(error, new, handler, data, port);
}
