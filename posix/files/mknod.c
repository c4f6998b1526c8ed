/*
 * mkfifo() and mknod().
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <lib/answer.h>
#include <vfs/create.h>
#include <vfs/pipe.h>
#include <vfs/tree.h>
#include "pipe_signal.h"

int mkfifoat(int from, const char *path, mode_t mode)
{
    pipe_use_signals();
    return answer(create_at(from, path, S_IFIFO | (mode & 07777), &fifo_operations));
}

int mkfifo(const char *path, mode_t mode)
{
    return mkfifoat(AT_FDCWD, path, mode);
}

/* Devices are those of /dev: there is no driver behind a number. */
int mknodat(int from, const char *path, mode_t mode, dev_t device)
{
    (void)device;
    switch (mode & S_IFMT) {
    case S_IFIFO:
        return mkfifoat(from, path, mode);
    case 0:
    case S_IFREG:
        return answer(create_at(from, path, S_IFREG | (mode & 07777), NULL));
    case S_IFCHR:
    case S_IFBLK:
    case S_IFSOCK:
        return answer(create_at(from, path, mode, NULL));
    default:
        return answer(mode & S_IFDIR ? -EPERM : -EINVAL);
    }
}
