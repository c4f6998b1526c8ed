/*
 * Reading directories: <dirent.h>. A position is the cookie of the next entry plus
 * two; 0 and 1 are "." and "..". So names that come or go meanwhile neither hide
 * others nor show them twice.
 */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>
#include <vfs/tree.h>

#define COOKIE_FIRST 2

struct __directory {
    int fd;
    struct file *file;
    struct dirent entry;
};

static DIR *dirent_fail(int error)
{
    errno = error;
    return NULL;
}

/* NULL with errno, or a stream that owns the descriptor from now on. */
DIR *fdopendir(int fd)
{
    struct file *file = descriptor_file(fd);
    DIR *directory;

    if (!file)
        return dirent_fail(EBADF);
    if (!file->node || !node_is_directory(file->node)) {
        file_put(file);
        return dirent_fail(ENOTDIR);
    }
    directory = calloc(1, sizeof(*directory));
    if (!directory) {
        file_put(file);
        return dirent_fail(ENOMEM);
    }
    directory->fd = fd;
    directory->file = file;
    return directory;
}

DIR *opendir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && !directory)
        close(fd);
    return directory;
}

int closedir(DIR *directory)
{
    int fd = directory->fd;

    file_put(directory->file);
    free(directory);
    return close(fd);
}

int dirfd(DIR *directory)
{
    return directory->fd;
}

static void dirent_fill(struct dirent *to, const struct node *node, const char *name, size_t length)
{
    to->d_ino = node->number;
    to->d_type = IFTODT(node->mode);
    memcpy(to->d_name, name, length);
    to->d_name[length] = '\0';
}

/* Reads the entry at the position and moves on to the next. False at the end. Tree locked. */
static bool dirent_next(struct node *node, off_t *at, struct dirent *to)
{
    const struct entry *entry;

    if (*at < COOKIE_FIRST) {
        dirent_fill(to, *at ? node->directory.parent : node, "..", *at + 1);
        ++*at;
        return true;
    }
    entry = entry_from(node, *at - COOKIE_FIRST);
    if (!entry)
        return false;
    dirent_fill(to, entry->node, entry->name, entry->length);
    *at = entry->cookie + COOKIE_FIRST + 1;
    return true;
}

struct dirent *readdir(DIR *directory)
{
    struct file *file = directory->file;
    bool found;

    tree_lock();
    found = dirent_next(file->node, &file->position, &directory->entry);
    tree_unlock();
    return found ? &directory->entry : NULL;
}

int readdir_r(DIR *restrict directory, struct dirent *restrict entry,
              struct dirent **restrict result)
{
    struct file *file = directory->file;

    tree_lock();
    *result = dirent_next(file->node, &file->position, entry) ? entry : NULL;
    tree_unlock();
    return 0;
}

void rewinddir(DIR *directory)
{
    directory->file->position = 0;
}

void seekdir(DIR *directory, long place)
{
    directory->file->position = place;
}

long telldir(DIR *directory)
{
    return directory->file->position;
}
