/*
 * The device handshake, with a driver that only counts and a back end played by
 * dom0: the steps write its state, check ours, plug and unplug. A front end fails
 * here that misses a state, connects twice, leaks a device, or writes into a folder
 * that is gone.
 */
/* SPDX-License-Identifier: MIT */
/* The watch thread, its page table, and the heap's growth. */
#define VERDICT_LEAK_ALLOWED (16 * 4096)
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <drivers/xenbus.h>
#include <kernel/lock.h>
#include <kernel/wait.h>
#include <verdict.h>

/* The driver calls of one device, from probe to remove. */
struct seen {
    unsigned int connects, connected, disconnects, begun, done;
    bool up;
};

static unsigned int probed, removed;

static const char *number(const struct xenbus_device *device)
{
    return strrchr(device->path, '/') + 1;
}

static int probe(struct xenbus_device *device)
{
    device->data = calloc(1, sizeof(struct seen));
    printf("probe %s\n", number(device));
    probed++;
    return device->data ? 0 : -ENOMEM;
}

/* The driver fails for device 7; device 8 is unplugged at the worst moment. */
static int connect(struct xenbus_device *device)
{
    struct seen *seen = device->data;
    char path[XENBUS_PATH_MAX];

    CHECK(!seen->up);
    seen->up = true;
    seen->connects++;
    CHECK_EQUAL(xenbus_own_node(device, "ring-ref", path), 0);
    CHECK_EQUAL(xenstore_write_number(NULL, path, 42), 0);
    printf("connect %s to %s\n", number(device), device->backend);
    if (!strcmp(number(device), "8"))
        CHECK_EQUAL(xenstore_rm(NULL, device->path), 0);
    return strcmp(number(device), "7") ? 0 : -ENOMEM;
}

static int connected(struct xenbus_device *device)
{
    struct seen *seen = device->data;
    char path[XENBUS_PATH_MAX], feature[8];

    CHECK(seen->up);
    seen->connected++;
    CHECK_EQUAL(xenbus_backend_node(device, "feature", path), 0);
    CHECK_EQUAL(xenstore_read(NULL, path, feature, sizeof(feature)), 3);
    printf("connected %s\n", number(device));
    return 0;
}

static int reconfigure(struct xenbus_device *device, bool done)
{
    struct seen *seen = device->data;

    *(done ? &seen->done : &seen->begun) += 1;
    CHECK(seen->up && seen->begun == seen->done + !done);
    printf("reconfigure %s %s\n", number(device), done ? "done" : "begun");
    return 0;
}

static void disconnect(struct xenbus_device *device)
{
    struct seen *seen = device->data;

    CHECK(seen->up);
    seen->up = false;
    seen->disconnects++;
    printf("disconnect %s\n", number(device));
}

static void removed_device(struct xenbus_device *device)
{
    struct seen *seen = device->data;

    CHECK(!seen->up);
    CHECK_EQUAL(seen->disconnects, seen->connects);
    CHECK_EQUAL(seen->done, seen->begun);
    printf("remove %s after %u connects\n", number(device), seen->connects);
    free(seen);
    removed++;
}

static struct xenbus_driver driver = {
    .type = "test", .probe = probe, .connect = connect, .connected = connected,
    .reconfigure = reconfigure, .disconnect = disconnect, .remove = removed_device,
};

static struct wait_queue end;
static bool ended;

static void end_changed(struct xenstore_watch *watch, const char *path)
{
    char value[8];

    (void)watch;
    if (xenstore_read(NULL, path, value, sizeof(value)) < 0)
        return;
    kernel_lock();
    ended = true;
    wait_queue_wake_all(&end);
    kernel_unlock();
}

void test(void)
{
    struct xenstore_watch watch = { .path = "data/end", .changed = end_changed };

    CHECK_EQUAL(xenbus_register(&driver), 0);
    CHECK_EQUAL(xenstore_watch(&watch), 0);
    printf("ready\n");
    kernel_lock();
    while (!ended)
        wait_queue_sleep(&end, WAIT_FOREVER);
    kernel_unlock();
    CHECK_EQUAL(xenstore_unwatch(&watch), 0);
    CHECK_EQUAL(probed, 5);
    CHECK_EQUAL(removed, 5);
    CHECK(!driver.devices);
    CHECK_EQUAL(xenstore_strays(), 0);
}
