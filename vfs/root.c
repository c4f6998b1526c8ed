/*
 * The root of the tree: the ramdisk's files, which nobody changes, and what is
 * mounted on them: /tmp, files in memory, and /dev.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <diag/log.h>
#include <fs/ramdisk.h>
#include <vfs/node_file.h>
#include <vfs/path.h>
#include <vfs/tree.h>
#include "devices.h"

static const struct volume root_volume = { .number = 1, .read_only = true };
static const struct volume tmp_volume = { .number = 2 };
static const struct volume device_volume = { .number = 3 };

static struct node *root, *current;

/* What the ramdisk has at that name stays, and is not seen. */
static int set_name(const char *name, struct node *node)
{
    struct entry *entry = entry_find(root, name, strlen(name));

    if (!entry)
        return entry_add(root, name, strlen(name), node);
    node_get(entry->node);
    entry_set_node(entry, node);
    return 0;
}

/* A directory that is the root of a volume gets a name in the tree's. */
static int root_mount(const char *name, const struct volume *volume, mode_t mode,
                      int (*fill)(struct node *directory))
{
    struct node *node = node_new(volume, S_IFDIR | mode, &directory_operations);
    int error;

    if (!node)
        return -ENOMEM;
    error = set_name(name, node);
    node_put(node);
    return !error && fill ? fill(node) : error;
}

static void make_root(void)
{
    root = node_new(&root_volume, S_IFDIR | 0755, &directory_operations);
    if (!root)
        return;
    root->links = 2;
    root->directory.parent = root;
    ramdisk_fill(root);
    if (root_mount("tmp", &tmp_volume, S_ISVTX | 0777, NULL) ||
        root_mount("dev", &device_volume, 0755, devices_fill))
        log_printf("files: no memory for all of /tmp and /dev\n");
}

struct node *tree_root(void)
{
    if (!root)
        make_root();
    return root;
}

struct node *path_current(void)
{
    return current ? current : tree_root();
}

void path_set_current(struct node *directory)
{
    node_get(directory);
    if (current)
        node_put(current);
    current = directory;
}
