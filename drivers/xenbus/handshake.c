/*
 * The handshake, front end's side.
 *
 * A watch reports that the back end's state has changed, but not every state it had, so
 * each row needs an answer in every column. Unknown means that the back end has no
 * state: it does not exist, yet or any more.
 */
/* SPDX-License-Identifier: MIT */
#include "handshake.h"

/* Short names, so that a row fits on a line. */
enum { ____ = STAY, conn = CONNECT, up__ = CONNECTED, recf = RECONFIGURE, rdon = RECONFIGURED,
       clos = CLOSE, end_ = END, rest = RESTART };

/*
 * Only a back end has the states InitWait and Reconfigured; if the store has one of them,
 * or none, for this end, the handshake starts from the beginning.
 */
static const uint8_t steps[XENBUS_STATES][XENBUS_STATES] = {
/* back end:       none  Initg IWait Initd Conn  Clsng Clsd  Recfg Recfd */
/* Unknown */      { rest, rest, rest, rest, rest, rest, rest, rest, rest },
/* Initialising */ { ____, ____, conn, conn, ____, clos, ____, ____, ____ },
/* InitWait */     { rest, rest, rest, rest, rest, rest, rest, rest, rest },
/* Initialised */  { end_, ____, ____, ____, up__, clos, end_, up__, up__ },
/* Connected */    { end_, rest, rest, rest, ____, clos, end_, recf, ____ },
/* Closing */      { end_, end_, end_, end_, ____, end_, end_, ____, ____ },
/* Closed */       { ____, rest, rest, rest, ____, ____, ____, ____, ____ },
/* Reconfiguring */{ end_, rest, rest, rest, rdon, clos, end_, ____, rdon },
/* Reconfigured */ { rest, rest, rest, rest, rest, rest, rest, rest, rest },
};

static const uint8_t after[XENBUS_STEPS] = {
    [CONNECT] = XenbusStateInitialised,
    [CONNECTED] = XenbusStateConnected,
    [RECONFIGURE] = XenbusStateReconfiguring,
    [RECONFIGURED] = XenbusStateConnected,
    [CLOSE] = XenbusStateClosing,
    [END] = XenbusStateClosed,
    [RESTART] = XenbusStateInitialising,
};

enum xenbus_step xenbus_next_step(enum xenbus_state own, enum xenbus_state backend)
{
    return steps[own][backend];
}

enum xenbus_state xenbus_state_after(enum xenbus_step step)
{
    return after[step];
}
