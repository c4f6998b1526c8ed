/*
 * Changing the environment. newlib's setenv() loses all variables when memory runs out;
 * here a call that fails has changed nothing.
 */
/* SPDX-License-Identifier: MIT */
#include <envlock.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lib/answer.h>

/* Variables that setenv() made and may free. */
struct variable {
    struct variable *next;
    char text[];
};

static struct variable *made;
static char **array;            /* environ, once it had to grow */

static bool is_name(const char *name)
{
    return name && *name && !strchr(name, '=');
}

/* The variable's place, or that of the NULL at the end; count becomes the number of those before it. */
static char **environment_find(const char *name, size_t length, size_t *count)
{
    char **at = environ;

    while (at && *at && (strncmp(*at, name, length) || (*at)[length] != '='))
        at++;
    *count = at ? at - environ : 0;
    return at;
}

static void environment_forget(const char *text)
{
    struct variable **at = &made, *variable;

    while (*at && (*at)->text != text)
        at = &(*at)->next;
    variable = *at;
    if (variable) {
        *at = variable->next;
        free(variable);
    }
}

static int environment_append(char *text, size_t count)
{
    char **grown = realloc(environ == array ? array : NULL, (count + 2) * sizeof(*grown));

    if (!grown)
        return -1;
    if (count && environ != array)
        memcpy(grown, environ, count * sizeof(*grown));
    grown[count] = text;
    grown[count + 1] = NULL;
    environ = array = grown;
    return 0;
}

/* text is NAME=VALUE, and becomes part of the environment. */
static int environment_put(char *text, size_t length)
{
    size_t count;
    char **at = environment_find(text, length, &count);
    const char *before = at ? *at : NULL;

    if (!before)
        return environment_append(text, count);
    *at = text;
    if (before != text)
        environment_forget(before);
    return 0;
}

static int put_copy(const char *name, size_t length, const char *value)
{
    struct variable *variable = malloc(sizeof(*variable) + length + strlen(value) + 2);

    if (!variable)
        return -1;
    memcpy(variable->text, name, length);
    variable->text[length] = '=';
    strcpy(variable->text + length + 1, value);
    if (environment_put(variable->text, length)) {
        free(variable);
        return -1;
    }
    variable->next = made;
    made = variable;
    return 0;
}

int setenv(const char *name, const char *value, int overwrite)
{
    int error = 0;

    if (!is_name(name))
        return answer(-EINVAL);
    __env_lock(_REENT);
    if (overwrite || !getenv(name))
        error = put_copy(name, strlen(name), value);
    __env_unlock(_REENT);
    return error ? answer(-ENOMEM) : 0;
}

/* A text without = removes the variable, as in glibc. */
int putenv(char *text)
{
    const char *equals = strchr(text, '=');
    int error;

    if (!equals)
        return unsetenv(text);
    if (equals == text)
        return answer(-EINVAL);
    __env_lock(_REENT);
    error = environment_put(text, equals - text);
    __env_unlock(_REENT);
    return error ? answer(-ENOMEM) : 0;
}

int unsetenv(const char *name)
{
    size_t count;
    char **at;

    if (!is_name(name))
        return answer(-EINVAL);
    __env_lock(_REENT);
    while ((at = environment_find(name, strlen(name), &count)) && *at) {
        environment_forget(*at);
        for (; *at; at++)
            at[0] = at[1];
    }
    __env_unlock(_REENT);
    return 0;
}
