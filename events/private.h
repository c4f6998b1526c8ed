/*
 * What the files of this folder share.
 */
/* SPDX-License-Identifier: MIT */
#ifndef EVENTS_PRIVATE_H
#define EVENTS_PRIVATE_H

#include <events/ports.h>

/* How a port was made, so that a restore can make it again. */
struct port_origin {
    enum { PORT_GIVEN, PORT_VIRQ, PORT_IPI, PORT_UNBOUND, PORT_INTERDOMAIN } how;
    uint16_t of;                /* virq, or the domain at the other end */
    uint16_t remote;            /* port there */
};

/* Asks Xen for a port of this kind. 0 or a negative errno. */
int port_make(const struct port_origin *origin, evtchn_port_t *port);

/* Common to all binds: makes the port and attaches the handler. */
int port_bind(const struct port_origin *origin, event_handler handler, void *data,
              evtchn_port_t *port);

/* Masks every port that is pending now, for CALM_NS. At event time. */
#define CALM_NS 1000000ULL
void ports_calm(void);

struct port {
    event_handler handler;      /* NULL: not bound */
    void *data;
    struct port_origin origin;
};

/* Protected by the kernel lock. */
extern struct port ports[EVENT_PORTS];

/* Sets the port's mask bit in shared_info. After clearing it, look for events that came under it. */
void port_set_mask(evtchn_port_t port);
void port_clear_mask(evtchn_port_t port);

#endif
