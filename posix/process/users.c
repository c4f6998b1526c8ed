/*
 * The user database: there is one user, root, whose home is the root folder.
 */
/* SPDX-License-Identifier: MIT */
#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* The next call overwrites it, as POSIX allows. */
static struct passwd *users_root(void)
{
    static char name[] = "root", home[] = "/", none[] = "";
    static struct passwd user;

    user = (struct passwd){ .pw_name = name, .pw_passwd = none, .pw_uid = getuid(),
                            .pw_gid = getgid(), .pw_comment = none, .pw_gecos = none,
                            .pw_dir = home, .pw_shell = none };
    return &user;
}

/* An unknown user is no error: errno stays. */
struct passwd *getpwuid(uid_t user)
{
    return user == getuid() ? users_root() : NULL;
}

struct passwd *getpwnam(const char *name)
{
    return strcmp(name, "root") == 0 ? users_root() : NULL;
}
