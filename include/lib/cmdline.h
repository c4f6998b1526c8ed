/*
 * Splitting a command line into arguments.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_CMDLINE_H
#define LIB_CMDLINE_H

/*
 * Splits text in place at white space. 'single quotes' take everything as it
 * is; "double quotes" and no quotes know \ before the next character. Puts at
 * most max pointers and an ending NULL in arguments, which has max + 1 places.
 * Returns their number, -EINVAL for a quote or backslash left open, -E2BIG for
 * more than max. After an error arguments[0] points to its place in the text, and the
 * text before that is no longer intact.
 */
int cmdline_split(char *text, char **arguments, int max);

/*
 * The leading words of a command line that begin with env: are for the environment.
 * Puts pointers to their NAME=VALUE, and an ending NULL, in environment, which has one
 * place more than there are words. Returns their number, or -EINVAL for a word without
 * a name or =; environment[0] then points to it.
 */
int cmdline_environment(char **words, char **environment);

/* What a negative result means, in words. */
const char *cmdline_error(int error);

#endif
