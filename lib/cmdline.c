/*
 * Splitting a command line into arguments.
 */
/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <lib/cmdline.h>

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * Copies one argument from *from to to, without its quotes. The copy is never longer
 * than its source, so both may be the same text. Returns the end of the copy, or NULL
 * if the text ends inside a quote or after a backslash; *from points there then.
 */
static char *copy_argument(char *to, char **from)
{
    char quote = 0, *at = *from, *opened = NULL;

    for (; *at && (quote || !is_space(*at)); at++) {
        if (*at == quote) {
            quote = 0;
        } else if (!quote && (*at == '\'' || *at == '"')) {
            quote = *at;
            opened = at;
        } else if (*at == '\\' && quote != '\'') {
            if (!at[1]) {
                *from = at;
                return NULL;
            }
            *to++ = *++at;
        } else {
            *to++ = *at;
        }
    }
    *from = quote ? opened : at;
    return quote ? NULL : to;
}

int cmdline_split(char *text, char **arguments, int max)
{
    char *end;
    int count = 0;

    for (;;) {
        while (is_space(*text))
            text++;
        arguments[count] = NULL;
        if (!*text)
            return count;
        if (count == max) {
            arguments[0] = text;
            return -E2BIG;
        }
        arguments[count++] = text;
        end = copy_argument(text, &text);
        if (!end) {
            arguments[0] = text;
            return -EINVAL;
        }
        if (*text)
            text++;
        *end = '\0';
    }
}

#define MARK "env:"

int cmdline_environment(char **words, char **environment)
{
    int count;

    for (count = 0; words[count] && !strncmp(words[count], MARK, strlen(MARK)); count++) {
        char *variable = words[count] + strlen(MARK);

        if (*variable == '=' || !strchr(variable, '=')) {
            environment[0] = words[count];
            return -EINVAL;
        }
        environment[count] = variable;
    }
    environment[count] = NULL;
    return count;
}

const char *cmdline_error(int error)
{
    return error == -E2BIG ? "too many arguments" : "a quote or a backslash is not closed";
}
