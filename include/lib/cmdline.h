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
 * more than max. On an error arguments[0] points to where in the text it is,
 * and the text before that is no longer whole.
 */
int cmdline_split(char *text, char **arguments, int max);

/*
 * Of the words of a command line, those before the first other one that begin
 * with env: are for the environment. Puts pointers to the NAME=VALUE behind it,
 * and an ending NULL, in environment, which has as many places as there are words
 * and one more. Returns their number, or -EINVAL for one that names nothing or has
 * no =, and environment[0] points to it.
 */
int cmdline_environment(char **words, char **environment);

/* What a negative result means, in words. */
const char *cmdline_error(int error);

#endif
