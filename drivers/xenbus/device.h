/*
 * What the files of this folder know of a device. All in the thread of the
 * watches.
 */
/* SPDX-License-Identifier: MIT */
#ifndef XENBUS_DEVICE_H
#define XENBUS_DEVICE_H

#include <drivers/xenbus.h>

/*
 * Looks at the folder of a device, which may be new, known or gone, and does
 * what follows.
 */
void xenbus_look_at(struct xenbus_driver *driver, const char *number);

#endif
