/*
 * The handshake as a table: what this end does, by its own state and the back end's.
 * No kernel dependency.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENBUS_HANDSHAKE_H
#define XENBUS_HANDSHAKE_H

#include <stdint.h>
#include <xen/io/xenbus.h>

enum xenbus_step {
    STAY,           /* nothing to do until the back end moves */
    CONNECT,        /* offer rings, then Initialised */
    CONNECTED,      /* Connected */
    RECONFIGURE,    /* Reconfiguring */
    RECONFIGURED,   /* Connected again */
    CLOSE,          /* take back the rings, then Closing */
    END,            /* Closed; takes back the rings of a back end that died */
    RESTART,        /* Initialising; takes back the rings of a back end that began anew */
    XENBUS_STEPS
};

#define XENBUS_STATES (XenbusStateReconfigured + 1)

/* Both states are below XENBUS_STATES. */
enum xenbus_step xenbus_next_step(enum xenbus_state own, enum xenbus_state backend);

/* The state of this end after a step other than STAY. */
enum xenbus_state xenbus_state_after(enum xenbus_step step);

#endif
