/*
 * What the files of this folder share about a device. All calls run in the thread of
 * the watches.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENBUS_DEVICE_H
#define XENBUS_DEVICE_H

#include <drivers/xenbus.h>

/*
 * Looks at the folder of a device, which may be new, known or gone, and acts on what
 * it finds.
 */
void xenbus_look_at(struct xenbus_driver *driver, const char *number);

#endif
