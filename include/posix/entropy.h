/*
 * Random numbers: the raw material under newlib's generator, arc4random().
 *
 * What a program wants is arc4random() and arc4random_buf() of <stdlib.h>, or
 * getentropy() and getrandom(), which are made of them. Thread context.
 */
/* SPDX-License-Identifier: MIT */
#ifndef POSIX_ENTROPY_H
#define POSIX_ENTROPY_H

#include <stddef.h>

/* At most so many bytes of a seed are taken, at least so many are asked for. */
#define RANDOM_SEED_MAX 80
#define RANDOM_SEED_MIN 16

/*
 * The seed on the command line, ringlet.seed=HEX: 0, or -EINVAL: not an even
 * number of hex digits, too few, too many. At boot.
 */
int random_seed(const char *hex);

/*
 * For newlib's generator, under its lock. random_more: is there material that
 * it has not had? So before its first use, and after the domain went on from a
 * suspension. random_material: the next piece; always 0.
 */
int random_more(void);
int random_material(void *to, size_t size);

#endif
