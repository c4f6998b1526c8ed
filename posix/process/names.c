/*
 * The machine's name is the one by which xl knows the domain.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <ringlet.h>
#include <drivers/xenstore.h>
#include <lib/answer.h>
#include <lib/format.h>

/* Read at each call: a domain can be renamed, or restored under another name. */
static int names_read(char *name, size_t size)
{
    int length = xenstore_read(NULL, "name", name, size);

    return length == -E2BIG ? -ENAMETOOLONG : length < 0 ? length : 0;
}

int uname(struct utsname *name)
{
    int error;

    memset(name, 0, sizeof(*name));
    strcpy(name->sysname, "Ringlet");
    format_text(name->release, sizeof(name->release), "Xen %s", ringlet_xen_version());
    strcpy(name->version, "1");
    strcpy(name->machine, "i686");
    error = names_read(name->nodename, sizeof(name->nodename));
    return answer(error);
}

int gethostname(char *name, size_t size)
{
    int error = names_read(name, size);

    return answer(error);
}

/* Only xl rename changes the name. */
int sethostname(const char *name, size_t size)
{
    (void)name;
    (void)size;
    return answer(-EPERM);
}
