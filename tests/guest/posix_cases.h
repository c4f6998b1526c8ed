/*
 * One call per line, with its result and the name of errno: a program of such
 * lines is built for the guest and for the host, and must print the same.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_CASES_H
#define POSIX_CASES_H

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned int cases;

#define NAME(error) case error: return #error
static const char *error_name(int error)
{
    switch (error) {
        NAME(EACCES); NAME(EAGAIN); NAME(EBADF); NAME(EBUSY); NAME(EDOM); NAME(EEXIST);
        NAME(EFAULT); NAME(EFBIG); NAME(EINTR); NAME(EINVAL); NAME(EIO); NAME(EISDIR);
        NAME(ELOOP); NAME(EMFILE); NAME(EMLINK); NAME(ENAMETOOLONG); NAME(ENODEV);
        NAME(ENOENT); NAME(ENOMEM); NAME(ENOSPC); NAME(ENOSYS); NAME(ENOTDIR);
        NAME(ENOTEMPTY); NAME(ENOTTY); NAME(ENXIO); NAME(EOVERFLOW); NAME(EPERM);
        NAME(EPIPE); NAME(ERANGE); NAME(EROFS); NAME(ESPIPE); NAME(ESRCH); NAME(ETIMEDOUT);
        NAME(EXDEV); NAME(EPROTOTYPE); NAME(EOPNOTSUPP);
    case 0:
        return "none";
    default:
        return "another";
    }
}
#undef NAME

/* A call whose result is a number, -1 on failure. */
#define CASE(call) (errno = 0, report(#call, (long)(call)))

static inline long report(const char *call, long result)
{
    int error = errno;

    printf("CASE %u %s = %ld%s%s\n", ++cases, call, result, result == -1 ? " " : "",
           result == -1 ? error_name(error) : "");
    return result;
}

/* Prints anything else that must be equal. */
#define SHOW(...) \
    (printf("CASE %u line %d: ", ++cases, __LINE__), printf(__VA_ARGS__), printf("\n"))

/* Goes to an empty directory; on the host the program is started in one. */
static inline void cases_begin_in_scratch(void)
{
#ifdef HOST
    umask(022);
#else
    if (mkdir("/tmp/scratch", 0755) || chdir("/tmp/scratch"))
        printf("no scratch directory: %s\n", error_name(errno));
#endif
}

#define CASES_END() printf("CASES END\n")

#endif
