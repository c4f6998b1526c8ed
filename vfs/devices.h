/*
 * /dev.
 */
/* SPDX-License-Identifier: MIT */
#ifndef VFS_DEVICES_H
#define VFS_DEVICES_H

struct node;

/* Puts the devices into their directory. 0 or -ENOMEM. */
int devices_fill(struct node *directory);

#endif
