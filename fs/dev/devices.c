/*
 * /dev: null, zero, full, random numbers, and the console under its names.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <fs/ram_file.h>
#include <lib/util.h>
#include <vfs/console_file.h>
#include <vfs/mount.h>
#include <vfs/node_file.h>
#include <vfs/tree.h>

/* Linux's device numbers: major, minor. */
#define DEVICE(major, minor) ((dev_t)((major) << 8 | (minor)))

static ssize_t null_read(struct file *file, void *to, size_t size, off_t *at)
{
    (void)file;
    (void)to;
    (void)size;
    (void)at;
    return 0;
}

static ssize_t zero_read(struct file *file, void *to, size_t size, off_t *at)
{
    (void)file;
    (void)at;
    memset(to, 0, size);
    return size;
}

/* /dev/random and /dev/urandom are the same, see docs/posix/random.md. */
static ssize_t random_read(struct file *file, void *to, size_t size, off_t *at)
{
    (void)file;
    (void)at;
    arc4random_buf(to, size);
    return size;
}

static ssize_t null_write(struct file *file, const void *from, size_t size, off_t *at)
{
    (void)file;
    (void)from;
    (void)at;
    return size;
}

static ssize_t full_write(struct file *file, const void *from, size_t size, off_t *at)
{
    (void)file;
    (void)from;
    (void)size;
    (void)at;
    return -ENOSPC;
}

/* The position is always 0. */
static off_t null_seek(struct file *file, off_t offset, int whence)
{
    (void)file;
    (void)offset;
    (void)whence;
    return 0;
}

#define NODE_FILE .status = node_file_status, .release = node_file_release

static const struct file_operations null_file = {
    .read = null_read, .write = null_write, .seek = null_seek, NODE_FILE,
};
static const struct file_operations zero_file = {
    .read = zero_read, .write = null_write, .seek = null_seek, NODE_FILE,
};
static const struct file_operations full_file = {
    .read = zero_read, .write = full_write, .seek = null_seek, NODE_FILE,
};
static const struct file_operations random_file = {
    .read = random_read, .write = null_write, .seek = null_seek, NODE_FILE,
};
static const struct file_operations terminal_file = {
    .read = console_file_read, .write = console_file_write, .ready = console_file_ready,
    .terminal = true, NODE_FILE,
};

static const struct device {
    const char *name;
    dev_t number;
    mode_t mode;
    struct node_operations operations;
} devices[] = {
    { "null", DEVICE(1, 3), 0666, { .file = &null_file } },
    { "zero", DEVICE(1, 5), 0666, { .file = &zero_file } },
    { "full", DEVICE(1, 7), 0666, { .file = &full_file } },
    { "random", DEVICE(1, 8), 0666, { .file = &random_file } },
    { "urandom", DEVICE(1, 9), 0666, { .file = &random_file } },
    { "tty", DEVICE(5, 0), 0666, { .file = &terminal_file } },
    { "console", DEVICE(5, 1), 0600, { .file = &terminal_file } },
    { "stdin", DEVICE(5, 1), 0600, { .file = &terminal_file } },
    { "stdout", DEVICE(5, 1), 0600, { .file = &terminal_file } },
    { "stderr", DEVICE(5, 1), 0600, { .file = &terminal_file } },
};

static int device_add(struct node *directory, const struct device *device)
{
    struct node *node = node_new(directory->volume, S_IFCHR | device->mode, &device->operations);
    int error;

    if (!node)
        return -ENOMEM;
    node->device = device->number;
    error = entry_add(directory, device->name, strlen(device->name), node);
    node_put(node);
    return error;
}

static int devices_fill(struct node *directory)
{
    unsigned int i;
    int error = 0;

    for (i = 0; i < ARRAY_SIZE(devices) && !error; i++)
        error = device_add(directory, &devices[i]);
    return error;
}

static const struct volume volume = { .number = 3, .regular = &ram_file_operations };

static const struct mount mount MOUNT = {
    .name = "dev", .volume = &volume, .mode = 0755, .fill = devices_fill,
};
