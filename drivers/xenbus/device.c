/*
 * The life of one device: it is found, connects, and goes.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <diag/log.h>
#include <lib/format.h>
#include "device.h"
#include "handshake.h"

#define ERROR_TEXT_MAX 64

static int path_join(char path[XENBUS_PATH_MAX], const char *folder, const char *name)
{
    if (strlen(folder) + 1 + strlen(name) >= XENBUS_PATH_MAX)
        return -E2BIG;
    format_text(path, XENBUS_PATH_MAX, "%s/%s", folder, name);
    return 0;
}

int xenbus_own_node(const struct xenbus_device *device, const char *name,
                    char path[XENBUS_PATH_MAX])
{
    return path_join(path, device->path, name);
}

int xenbus_backend_node(const struct xenbus_device *device, const char *name,
                        char path[XENBUS_PATH_MAX])
{
    return path_join(path, device->backend, name);
}

/* --- states ------------------------------------------------------------------------- */

/* Only if the node exists: a write to an unplugged device would create its folder again. */
static int write_state(const struct xenstore_transaction *transaction, void *data)
{
    const struct xenbus_device *device = data;
    char path[XENBUS_PATH_MAX], old[4];
    int result = xenbus_own_node(device, "state", path);

    if (!result)
        result = xenstore_read(transaction, path, old, sizeof(old));
    if (result < 0 && result != -E2BIG)         /* too long for a state, but it exists */
        return result;
    return xenstore_write_number(transaction, path, device->state);
}

static int set_state(struct xenbus_device *device, enum xenbus_state state)
{
    int error;

    device->state = state;
    error = xenstore_transaction(write_state, device);
    if (error && error != -ENOENT)
        log_printf("xenbus: %s: state %d cannot be written: %d\n", device->path, state, error);
    return error;
}

/*
 * A missing node is a state too; a value that is no state changes nothing. The daemon
 * answers -EACCES for a missing node if this domain may not read the folder above it.
 */
static void read_backend_state(struct xenbus_device *device)
{
    uint64_t state = XenbusStateUnknown;
    int error = xenstore_read_number(NULL, device->watched, &state);

    if (error == -ENOENT || error == -EACCES)
        error = 0;
    if (!error && state >= XENBUS_STATES)
        error = -EINVAL;
    if (error)
        log_printf("xenbus: %s cannot be read, or makes no sense: %d\n", device->watched, error);
    else
        device->backend_state = (enum xenbus_state)state;
}

/* --- steps ---------------------------------------------------------------------------- */

/* Writes the error to the node where the tools look for it. */
static void device_report(struct xenbus_device *device, int error)
{
    char path[XENBUS_PATH_MAX], text[ERROR_TEXT_MAX];

    log_printf("xenbus: %s: the driver failed: %d\n", device->path, error);
    format_text(path, sizeof(path), "error/%s/error", device->path);
    format_text(text, sizeof(text), "%d the driver failed", -error);
    xenstore_write_text(NULL, path, text);
}

static void device_disconnect(struct xenbus_device *device)
{
    if (device->offered)
        device->driver->disconnect(device);
    device->offered = false;
}

static int device_reconfigure(struct xenbus_device *device, bool done)
{
    return device->driver->reconfigure ? device->driver->reconfigure(device, done) : 0;
}

/* Calls the driver's function for a step. */
static int call_driver(struct xenbus_device *device, enum xenbus_step step)
{
    switch (step) {
    case CONNECT:
        device->offered = true;
        return device->driver->connect(device);
    case CONNECTED:
        return device->driver->connected(device);
    case RECONFIGURE:
        return device_reconfigure(device, false);
    case RECONFIGURED:
        return device_reconfigure(device, true);
    default:
        device_disconnect(device);
        return 0;
    }
}

/* A back end that reconfigures is not away. */
static bool is_away(enum xenbus_state backend)
{
    return backend == XenbusStateUnknown || backend == XenbusStateInitialising ||
           backend == XenbusStateClosing || backend == XenbusStateClosed;
}

/* A device that has failed is tried again after its back end has been away. */
static enum xenbus_step next_step(struct xenbus_device *device)
{
    enum xenbus_step step = xenbus_next_step(device->state, device->backend_state);

    if (is_away(device->backend_state))
        device->failed = false;
    return step == RESTART && device->failed ? STAY : step;
}

static void shake_hands(struct xenbus_device *device)
{
    enum xenbus_step step;
    int error = 0;

    read_backend_state(device);
    while (!error && (step = next_step(device)) != STAY) {
        error = call_driver(device, step);
        if (error) {
            device_report(device, error);
            device->failed = true;
            device_disconnect(device);
            step = CLOSE;
        }
        error = set_state(device, xenbus_state_after(step));
    }
}

/* --- the back end's folder --------------------------------------------------------------- */

static void backend_changed(struct xenstore_watch *watch, const char *path)
{
    struct xenbus_device *device = watch->data;

    (void)path;
    xenbus_look_at(device->driver, strrchr(device->path, '/') + 1);
}

/*
 * Reads the path of the back end. -ENOENT: the device's folder is missing or incomplete;
 * of this end's own state it matters only that the node exists.
 */
static int read_backend(const char *folder, char backend[XENBUS_PATH_MAX], uint64_t *domain)
{
    char path[XENBUS_PATH_MAX];
    int error = path_join(path, folder, "state");
    int result = error ? error : xenstore_read(NULL, path, backend, XENBUS_PATH_MAX);

    if (result >= 0) {
        path_join(path, folder, "backend-id");
        result = xenstore_read_number(NULL, path, domain);
    }
    if (result >= 0) {
        path_join(path, folder, "backend");
        result = xenstore_read(NULL, path, backend, XENBUS_PATH_MAX);
    }
    return result < 0 ? result : *domain >= DOMID_FIRST_RESERVED ? -EINVAL : 0;
}

/* The states of both ends are unknown until they are read. */
static void set_backend(struct xenbus_device *device, const char *backend, domid_t domain)
{
    strcpy(device->backend, backend);
    device->backend_domain = domain;
    device->state = device->backend_state = XenbusStateUnknown;
    device->connection = xenstore_connection();
    device->failed = false;
}

/* The first event, which always comes, begins the handshake. */
static int watch_backend(struct xenbus_device *device)
{
    int error = xenbus_backend_node(device, "state", device->watched);

    device->watch.path = device->watched;
    device->watch.changed = backend_changed;
    device->watch.data = device;
    return error ? error : xenstore_watch(&device->watch);
}

/* --- coming and going ----------------------------------------------------------------------- */

static void unlink_and_free(struct xenbus_device *device)
{
    struct xenbus_device **link = &device->driver->devices;

    while (*link != device)
        link = &(*link)->next;
    *link = device->next;
    free(device);
}

static struct xenbus_device *new_device(struct xenbus_driver *driver, const char *folder)
{
    struct xenbus_device *device = calloc(1, sizeof(*device));

    if (device) {
        device->driver = driver;
        device->next = driver->devices;
        driver->devices = device;
        strcpy(device->path, folder);
    }
    return device;
}

static int device_start(struct xenbus_device *device)
{
    int error = device->driver->probe(device);

    if (error)
        return error;
    error = watch_backend(device);
    if (error)
        device->driver->remove(device);
    return error;
}

static void device_plug(struct xenbus_driver *driver, const char *folder, const char *backend,
                        domid_t domain)
{
    struct xenbus_device *device = new_device(driver, folder);
    int error = -ENOMEM;

    if (device) {
        set_backend(device, backend, domain);
        error = device_start(device);
    }
    if (!error)
        return;
    log_printf("xenbus: %s is left alone: %d\n", folder, error);
    if (device)
        unlink_and_free(device);
}

static void leave_backend(struct xenbus_device *device)
{
    if (device->offered && device->connection != xenstore_connection() &&
        device->driver->resume)
        device->driver->resume(device);
    device_disconnect(device);
    xenstore_unwatch(&device->watch);
}

static void device_unplug(struct xenbus_device *device)
{
    leave_backend(device);
    device->driver->remove(device);
    unlink_and_free(device);
}

/* Another back end, or another host: in both cases the old back end is gone. */
static void follow_backend(struct xenbus_device *device, const char *backend, domid_t domain)
{
    int error;

    if (device->connection == xenstore_connection() && device->backend_domain == domain &&
        !strcmp(device->backend, backend)) {
        shake_hands(device);
        return;
    }
    leave_backend(device);
    set_backend(device, backend, domain);
    error = watch_backend(device);
    if (error)
        log_printf("xenbus: %s: the back end cannot be watched: %d\n", device->path, error);
}

static struct xenbus_device *device_find(struct xenbus_driver *driver, const char *folder)
{
    struct xenbus_device *device = driver->devices;

    while (device && strcmp(device->path, folder))
        device = device->next;
    return device;
}

void xenbus_look_at(struct xenbus_driver *driver, const char *number)
{
    char folder[XENBUS_OWN_PATH_MAX], backend[XENBUS_PATH_MAX];
    struct xenbus_device *device;
    uint64_t domain;
    int error;

    if (strlen(driver->watched) + 1 + strlen(number) >= sizeof(folder))
        return;
    format_text(folder, sizeof(folder), "%s/%s", driver->watched, number);
    device = device_find(driver, folder);
    error = read_backend(folder, backend, &domain);
    if (error == -ENOENT && device)
        device_unplug(device);
    else if (error && error != -ENOENT)
        log_printf("xenbus: %s cannot be read, or makes no sense: %d\n", folder, error);
    else if (!error && device)
        follow_backend(device, backend, (domid_t)domain);
    else if (!error)
        device_plug(driver, folder, backend, (domid_t)domain);
}
