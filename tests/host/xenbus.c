/*
 * The handshake: the usual sequences of states; and no state of the back end, at any
 * time, may make our end loop for ever.
 */
/* SPDX-License-Identifier: MIT */
#include <drivers/xenbus/handshake.h>
#include "check.h"

#define STEPS_MAX 5

/* Takes all steps there are. Returns the states on the way, one digit each, in order. */
static unsigned int walk(unsigned int own, unsigned int backend)
{
    enum xenbus_step step;
    unsigned int seen = 0, steps = 0;

    while ((step = xenbus_next_step(own, backend)) != STAY && steps++ < STEPS_MAX) {
        own = xenbus_state_after(step);
        seen = seen * 10 + own;
    }
    CHECK(steps < STEPS_MAX);
    return seen;
}

static void ordinary_life(void)
{
    CHECK(walk(XenbusStateInitialising, XenbusStateUnknown) == 0);
    CHECK(walk(XenbusStateInitialising, XenbusStateInitialising) == 0);
    CHECK(walk(XenbusStateInitialising, XenbusStateInitWait) == 3);
    CHECK(walk(XenbusStateInitialised, XenbusStateInitWait) == 0);
    CHECK(walk(XenbusStateInitialised, XenbusStateConnected) == 4);
    CHECK(walk(XenbusStateConnected, XenbusStateConnected) == 0);
    CHECK(walk(XenbusStateConnected, XenbusStateClosing) == 56);
    CHECK(walk(XenbusStateClosed, XenbusStateClosing) == 0);
    CHECK(walk(XenbusStateClosed, XenbusStateClosed) == 0);
}

static void reconfiguration(void)
{
    CHECK(walk(XenbusStateConnected, XenbusStateReconfiguring) == 7);
    CHECK(walk(XenbusStateReconfiguring, XenbusStateReconfiguring) == 0);
    CHECK(walk(XenbusStateReconfiguring, XenbusStateReconfigured) == 4);
    CHECK(walk(XenbusStateConnected, XenbusStateReconfigured) == 0);
    CHECK(walk(XenbusStateReconfiguring, XenbusStateClosing) == 56);
    CHECK(walk(XenbusStateReconfiguring, XenbusStateUnknown) == 6);
}

static void death_and_return(void)
{
    CHECK(walk(XenbusStateConnected, XenbusStateUnknown) == 6);
    CHECK(walk(XenbusStateConnected, XenbusStateClosed) == 6);
    CHECK(walk(XenbusStateInitialised, XenbusStateUnknown) == 6);
    CHECK(walk(XenbusStateClosed, XenbusStateUnknown) == 0);
    CHECK(walk(XenbusStateClosed, XenbusStateInitialising) == 1);
    CHECK(walk(XenbusStateClosed, XenbusStateInitWait) == 13);
    CHECK(walk(XenbusStateConnected, XenbusStateInitWait) == 13);
    CHECK(walk(XenbusStateConnected, XenbusStateInitialising) == 1);
}

/* After a driver's failure, whatever the back end's state: Closing, and no further than Closed. */
static void failure(void)
{
    unsigned int backend;

    for (backend = 0; backend < XENBUS_STATES; backend++) {
        enum xenbus_step step = xenbus_next_step(XenbusStateClosing, backend);

        CHECK(step == STAY || step == END);
    }
}

static void every_pair_ends(void)
{
    unsigned int own, backend;

    for (own = 0; own < XENBUS_STATES; own++)
        for (backend = 0; backend < XENBUS_STATES; backend++)
            walk(own, backend);
}

static const struct check_test tests[] = {
    { "xenbus ordinary life", ordinary_life }, { "xenbus reconfiguration", reconfiguration },
    { "xenbus death and return", death_and_return }, { "xenbus failure", failure },
    { "xenbus every pair ends", every_pair_ends },
};
CHECK_MAIN(tests)
