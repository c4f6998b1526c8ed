/*
 * The identity of the program: process 1, root, in a group and a session of its own.
 */
/* SPDX-License-Identifier: MIT */
#include <unistd.h>
#include <sys/types.h>
#include <lib/answer.h>
#include <posix/process.h>

#define ROOT 0

pid_t getpid(void)
{
    return PID;
}

pid_t getppid(void)
{
    return 0;
}

pid_t getpgrp(void)
{
    return PID;
}

static pid_t check_pid(pid_t pid)
{
    return pid == 0 || pid == PID ? PID : answer(-ESRCH);
}

pid_t getpgid(pid_t pid)
{
    return check_pid(pid);
}

pid_t getsid(pid_t pid)
{
    return check_pid(pid);
}

/* A session's leader can neither make a session nor change its group. */
pid_t setsid(void)
{
    return answer(-EPERM);
}

int setpgid(pid_t pid, pid_t group)
{
    if (check_pid(pid) < 0)
        return -1;
    return answer(group < 0 ? -EINVAL : -EPERM);
}

uid_t getuid(void)
{
    return ROOT;
}

uid_t geteuid(void)
{
    return ROOT;
}

gid_t getgid(void)
{
    return ROOT;
}

gid_t getegid(void)
{
    return ROOT;
}

int getgroups(int size, gid_t *groups)
{
    (void)groups;
    return size < 0 ? answer(-EINVAL) : 0;
}

/* There is no other user or group to become. */
static int identity_become(unsigned int id)
{
    return id == ROOT ? 0 : answer(-EPERM);
}

int setuid(uid_t user)
{
    return identity_become(user);
}

int seteuid(uid_t user)
{
    return identity_become(user);
}

int setgid(gid_t group)
{
    return identity_become(group);
}

int setegid(gid_t group)
{
    return identity_become(group);
}

int issetugid(void)
{
    return 0;
}
