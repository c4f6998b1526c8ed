/*
 * The root of the tree, and what is mounted in it: /tmp, files in memory.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "node_file.h"
#include "path.h"
#include "tree.h"

static struct volume root_volume = { .number = 1 };
static const struct volume tmp_volume = { .number = 2 };

static struct node *root, *current;

/* A directory that is the root of a volume gets a name in the tree's. */
static int mount(const char *name, const struct volume *volume, mode_t mode)
{
    struct node *node = node_new(volume, S_IFDIR | mode, &directory_operations);
    int error;

    if (!node)
        return -1;
    error = entry_add(root, name, strlen(name), node);
    node_put(node);
    return error;
}

static void make_root(void)
{
    root = node_new(&root_volume, S_IFDIR | 0755, &directory_operations);
    if (!root)
        return;
    root->links = 2;
    root->directory.parent = root;
    if (mount("tmp", &tmp_volume, S_ISVTX | 0777)) {
        node_put(root);
        root = NULL;
        return;
    }
    root_volume.read_only = true;
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
