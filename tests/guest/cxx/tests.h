/*
 * Shared by the files of this test.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TESTS_H
#define TESTS_H

void check(bool holds, const char *text, const char *file, int line);
#define HOLDS(condition) check((condition), #condition, __FILE__, __LINE__)

void test_start();
void test_exceptions();
void test_out_of_memory();
void test_types();
void test_library();
void test_files();
void test_numbers();
void test_threads();

#endif
