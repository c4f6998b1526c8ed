/*
 * Finding the devices of a driver.
 *
 * A watch on the folder of its type reports every change in it: initially and after
 * restore of the whole folder, then of one device, or of a device's node.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <lib/format.h>
#include "device.h"

#define TYPE_MAX    32
#define NAMES_MAX   1024        /* bytes for the numbers of all devices of a type */

static const char *number_of(const struct xenbus_device *device)
{
    return strrchr(device->path, '/') + 1;
}

/* Known devices may be gone. Looking at one removes no other. */
static void look_at_known(struct xenbus_driver *driver)
{
    struct xenbus_device *device, *next;

    for (device = driver->devices; device; device = next) {
        next = device->next;
        xenbus_look_at(driver, number_of(device));
    }
}

static void look_at_all(struct xenbus_driver *driver)
{
    char names[NAMES_MAX], *name = names;
    int count = xenstore_ls(NULL, driver->watched, names, sizeof(names));

    look_at_known(driver);
    for (; count > 0; count--) {
        xenbus_look_at(driver, name);
        name += strlen(name) + 1;
    }
}

/* Below device/<type>: nothing, or /<number>, or /<number>/<node>. */
static void folder_changed(struct xenstore_watch *watch, const char *path)
{
    struct xenbus_driver *driver = watch->data;
    char number[XENBUS_OWN_PATH_MAX];
    size_t length = strlen(driver->watched);

    if (strncmp(path, driver->watched, length) || path[length] != '/') {
        look_at_all(driver);
        return;
    }
    path += length + 1;
    length = strcspn(path, "/");
    if (length < sizeof(number)) {
        format_text(number, length + 1, "%s", path);
        xenbus_look_at(driver, number);
    }
}

int xenbus_register(struct xenbus_driver *driver)
{
    if (strlen(driver->type) > TYPE_MAX)
        return -EINVAL;
    format_text(driver->watched, sizeof(driver->watched), "device/%s", driver->type);
    driver->watch.path = driver->watched;
    driver->watch.changed = folder_changed;
    driver->watch.data = driver;
    return xenstore_watch(&driver->watch);
}
