/*
 * The handshake, front end's side.
 *
 * A watch tells that the back end's state changed, not each state it had: a
 * row must know what to do in any column. Unknown means that the back end has
 * no state: it is not there, or not there any more.
 */
/* SPDX-License-Identifier: MIT */
#include "handshake.h"

/* Short names, so that a row fits on a line. */
enum { ____ = STAY, conn = CONNECT, up__ = CONNECTED, recf = RECONFIGURE, rdon = RECONFIGURED,
       clos = CLOSE, end_ = END, rest = RESTART };

/*
 * InitWait and Reconfigured are the back end's only; where the store says that we
 * are in one of them, or in none, we begin at the beginning.
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
