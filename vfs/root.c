/*
 * The root of the tree, made of the mounted volumes: usually the ramdisk's files, which are
 * read-only, with /tmp (files in memory) and /dev mounted on them.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <diag/log.h>
#include <vfs/mount.h>
#include <vfs/node_file.h>
#include <vfs/path.h>
#include <vfs/tree.h>

/* The linker's: only a program that knows paths has them. */
extern const struct mount __start_mounts[], __stop_mounts[];

static struct node *root, *current;

/* A file of the ramdisk with that name stays, but is hidden. */
static int set_name(const char *name, struct node *node)
{
    struct entry *entry = entry_find(root, name, strlen(name));

    if (!entry)
        return entry_add(root, name, strlen(name), node);
    node_get(entry->node);
    entry_set_node(entry, node);
    return 0;
}

static struct node *root_mount(const struct mount *mount)
{
    struct node *node = node_new(mount->volume, S_IFDIR | mount->mode, &directory_operations);

    if (!node)
        return NULL;
    node->links = 2;
    node->directory.parent = node;
    if (mount->fill(node))
        log_printf("files: no memory for all of /\n");
    return node;
}

/* Mounts a volume: its root directory gets a name in the root of the tree. */
static int root_mount_below(const struct mount *mount)
{
    struct node *node = node_new(mount->volume, S_IFDIR | mount->mode, &directory_operations);
    int error;

    if (!node)
        return -ENOMEM;
    error = set_name(mount->name, node);
    node_put(node);
    return !error && mount->fill ? mount->fill(node) : error;
}

static void make_root(void)
{
    const struct mount *mount;

    for (mount = __start_mounts; mount < __stop_mounts; mount++)
        if (!mount->name[0])
            root = root_mount(mount);
    for (mount = __start_mounts; root && mount < __stop_mounts; mount++)
        if (mount->name[0] && root_mount_below(mount))
            log_printf("files: no memory for all of /%s\n", mount->name);
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
