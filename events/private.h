/*
 * What the files of this folder share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_PRIVATE_H
#define EVENTS_PRIVATE_H

#include <events/ports.h>

/* Ends every bind: attaches the handler to the port Xen made, or passes Xen's error on. */
int port_attach_new(int error, evtchn_port_t new, event_handler handler, void *data,
                    evtchn_port_t *port);

#endif
