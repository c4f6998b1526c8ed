/*
 * Xenbus: devices that another domain, the back end, serves over shared rings.
 *
 * A device is a folder of xenstore, device/<type>/<number>, that Xen's tools make
 * and remove; it names the folder of its back end. Both sides have a node `state`, by
 * which they agree on when rings exist. A driver names the type it serves and fills
 * in a table of functions; xenbus finds the devices and walks through the states.
 *
 *     probe ---> connect ---> connected ---> disconnect ---> remove
 *                   ^            |  ^             |
 *                   |   reconfigure(s)            |
 *                   +-----------------------------+  the back end is there again
 *
 * All of a driver's functions are called in one thread, that of xenstore's
 * watches: they may use xenstore, and must not wait for a watch.
 * Rests on <xen/io/xenbus.h>.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_XENBUS_H
#define DRIVERS_XENBUS_H

#include <stdbool.h>
#include <drivers/xenstore.h>
#include <xen/io/xenbus.h>

#define XENBUS_PATH_MAX         256
#define XENBUS_OWN_PATH_MAX     64

struct xenbus_device {
    struct xenbus_driver *driver;
    void *data;                     /* the driver's own */
    char path[XENBUS_OWN_PATH_MAX]; /* device/<type>/<number> */
    char backend[XENBUS_PATH_MAX];  /* the back end's folder, absolute */
    domid_t backend_domain;
    enum xenbus_state state;            /* this end's, as in xenstore */
    enum xenbus_state backend_state;    /* as last seen */

    /* Xenbus's own. */
    struct xenbus_device *next;
    struct xenstore_watch watch;
    char watched[XENBUS_PATH_MAX];
    unsigned int connection;
    bool offered;
    bool failed;
};

/*
 * A driver. Functions that return int return 0 or a negative errno. After an error
 * of connect, connected or reconfigure the device is closed (disconnect is called),
 * and tried again after the back end has closed or gone. resume and reconfigure
 * may be NULL.
 */
struct xenbus_driver {
    const char *type;

    /* A new device. After an error it is ignored until its folder changes. */
    int (*probe)(struct xenbus_device *device);

    /* The back end is ready: make rings and ports, and write their refs and numbers to device->path. */
    int (*connect)(struct xenbus_device *device);

    /* The back end has connected to the rings. */
    int (*connected)(struct xenbus_device *device);

    /* The back end is about to change its nodes (done is false), or has changed them. */
    int (*reconfigure)(struct xenbus_device *device, bool done);

    /* Called after connect, whatever that returned, when the back end closes or dies: free everything. */
    void (*disconnect)(struct xenbus_device *device);

    /* After restore, before disconnect: ports and grants no longer exist, so do not end them. */
    void (*resume)(struct xenbus_device *device);

    /* The device is unplugged; it is freed after this. */
    void (*remove)(struct xenbus_device *device);

    /* Xenbus's own. */
    struct xenstore_watch watch;
    char watched[XENBUS_OWN_PATH_MAX];
    struct xenbus_device *devices;
};

/*
 * Serves the devices of a type, present and future ones. This cannot be undone.
 * Thread context. 0, or what xenstore_watch() failed with; -EINVAL for a type
 * of more than 32 bytes.
 */
int xenbus_register(struct xenbus_driver *driver);

/* The path of a node in the device's own folder or in the back end's; -E2BIG if it is too long. */
int xenbus_own_node(const struct xenbus_device *device, const char *name,
                    char path[XENBUS_PATH_MAX]);
int xenbus_backend_node(const struct xenbus_device *device, const char *name,
                        char path[XENBUS_PATH_MAX]);

#endif
