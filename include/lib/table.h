/*
 * Tables that the linker puts together: each entry stands in the file it is about, and the code
 * that walks a table knows none of these files. arch/<arch>/kernel.lds.S has a section for each.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LIB_TABLE_H
#define LIB_TABLE_H

/* Behind a static const object: it is an entry of that table. Entries follow each other closely. */
#define TABLE_ENTRY(table, type) \
    __attribute__((used, section(table), aligned(__alignof__(type))))

#endif
