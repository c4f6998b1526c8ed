/*
 * Other processes, which one address space cannot have.
 */
/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE             /* execvpe() */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <lib/answer.h>

pid_t fork(void)
{
    return answer(-ENOSYS);
}

pid_t vfork(void)
{
    return answer(-ENOSYS);
}

int daemon(int keep_folder, int keep_files)
{
    (void)keep_folder;
    (void)keep_files;
    return answer(-ENOSYS);
}

int execve(const char *path, char *const *arguments, char *const *environment)
{
    (void)path;
    (void)arguments;
    (void)environment;
    return answer(-ENOSYS);
}

int execvpe(const char *file, char *const *arguments, char *const *environment)
{
    return execve(file, arguments, environment);
}

int execv(const char *path, char *const *arguments)
{
    return execve(path, arguments, NULL);
}

int execvp(const char *file, char *const *arguments)
{
    return execve(file, arguments, NULL);
}

int fexecve(int fd, char *const *arguments, char *const *environment)
{
    (void)fd;
    return execve(NULL, arguments, environment);
}

int execl(const char *path, const char *argument, ...)
{
    (void)argument;
    return execve(path, NULL, NULL);
}

int execle(const char *path, const char *argument, ...)
{
    (void)argument;
    return execve(path, NULL, NULL);
}

int execlp(const char *file, const char *argument, ...)
{
    (void)argument;
    return execve(file, NULL, NULL);
}

int posix_spawn(pid_t *restrict pid, const char *restrict path,
                const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                char *const environment[restrict])
{
    (void)pid;
    (void)path;
    (void)actions;
    (void)attributes;
    (void)arguments;
    (void)environment;
    return ENOSYS;
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file,
                 const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
                 char *const environment[restrict])
{
    return posix_spawn(pid, file, actions, attributes, arguments, environment);
}

FILE *popen(const char *command, const char *type)
{
    (void)command;
    (void)type;
    errno = ENOSYS;
    return NULL;
}

/* popen() never opens a stream, so there is no child to wait for. */
int pclose(FILE *stream)
{
    (void)stream;
    return answer(-ECHILD);
}

pid_t wait(int *status)
{
    (void)status;
    return answer(-ECHILD);
}

pid_t waitpid(pid_t pid, int *status, int options)
{
    (void)pid;
    (void)status;
    return answer(options & ~(WNOHANG | WUNTRACED) ? -EINVAL : -ECHILD);
}
