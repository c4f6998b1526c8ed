/*
 * ioctl(): there are no requests yet.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/ioctl.h>
#include <lib/answer.h>
#include <vfs/descriptor.h>
#include <vfs/file.h>

int ioctl(int fd, unsigned long request, ...)
{
    struct file *file = descriptor_file(fd);

    (void)request;
    if (!file)
        return answer(-EBADF);
    file_put(file);
    return answer(-ENOTTY);
}
