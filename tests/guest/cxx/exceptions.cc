/*
 * Exceptions: through frames with objects, from constructors, rethrown, within
 * destructors, and without memory.
 */
/* SPDX-License-Identifier: MIT */
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>
#include "tests.h"

namespace {

int alive;

struct guard {
    guard() { alive++; }
    ~guard() { alive--; }
};

struct first_base { virtual ~first_base() = default; int one = 1; };
struct second_base { virtual ~second_base() = default; int two = 2; };
struct failure : first_base, second_base { int three = 3; };

__attribute__((noinline)) void throw_from(int depth)
{
    guard here;

    if (depth == 0)
        throw failure();
    throw_from(depth - 1);
    HOLDS(!"come back");
}

void catch_by_base()
{
    int caught = 0;

    try {
        throw_from(50);
    } catch (std::exception &) {
        caught = -1;
    } catch (second_base &base) {
        caught = base.two;
    }
    HOLDS(caught == 2 && alive == 0);
}

void throw_again()
{
    int passed = 0;

    try {
        try {
            throw_from(3);
        } catch (failure &it) {
            it.three = 33;
            passed++;
            throw;
        }
    } catch (const failure &it) {
        passed += it.three;
    }
    HOLDS(passed == 34 && alive == 0 && !std::current_exception());
}

std::exception_ptr nested()
{
    try {
        try {
            throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory), "inner");
        } catch (...) {
            std::throw_with_nested(std::runtime_error("outer"));
        }
    } catch (...) {
        return std::current_exception();
    }
}

void keep_and_nest()
{
    std::exception_ptr kept = nested();
    std::string what;

    try {
        std::rethrow_exception(kept);
    } catch (const std::runtime_error &outer) {
        what = outer.what();
        try {
            std::rethrow_if_nested(outer);
        } catch (const std::system_error &inner) {
            HOLDS(inner.code() == std::errc::no_such_file_or_directory);
            what += inner.what();
        }
    }
    HOLDS(what == "outerinner: No such file or directory");
}

/* While one exception unwinds, a destructor may throw and catch another. */
struct throws_inside {
    ~throws_inside()
    {
        HOLDS(std::uncaught_exceptions() == 1);
        try {
            throw 1;
        } catch (int) {
        }
    }
};

void two_at_a_time()
{
    bool caught = false;

    try {
        throws_inside object;
        throw 2.5;
    } catch (double number) {
        caught = number == 2.5;
    }
    HOLDS(caught);
}

struct half_made {
    guard member;
    half_made() { throw std::string("in the constructor"); }
};

void half_made_object()
{
    bool caught = false;

    try {
        half_made object;
    } catch (const std::string &text) {
        caught = text == "in the constructor";
    }
    HOLDS(caught && alive == 0);
}

int fail_once(int number)
{
    static bool failed;

    if (failed)
        return number;
    failed = true;
    throw number;
}

/* A static whose construction throws is constructed at the next call. */
int made_at_second_try()
{
    static int value = fail_once(42);
    return value;
}

void half_made_static()
{
    bool caught = false;

    try {
        made_at_second_try();
    } catch (int) {
        caught = true;
    }
    HOLDS(caught && made_at_second_try() == 42);
}

struct piece { piece *next; };

piece *take_all_memory()
{
    piece *all = nullptr;

    for (size_t size = 1 << 20; size >= sizeof(piece); size /= 2) {
        while (void *block = std::malloc(size))
            all = new (block) piece{ all };
    }
    return all;
}

void give_back(piece *all)
{
    while (all) {
        piece *next = all->next;

        std::free(all);
        all = next;
    }
}

}

void test_exceptions()
{
    catch_by_base();
    throw_again();
    keep_and_nest();
    two_at_a_time();
    half_made_object();
    half_made_static();
    bool caught = false;
    try {
        std::vector<int>(3).at(3);
    } catch (const std::out_of_range &) {
        caught = true;
    }
    HOLDS(caught);
}

/* operator new throws, and the exception needs no memory. */
void test_out_of_memory()
{
    bool caught = false, caught_big = false;
    piece *all = take_all_memory();

    try {
        int *volatile number = new int(5);      /* else the compiler would omit both */

        delete number;
    } catch (const std::bad_alloc &) {
        caught = true;
    }
    give_back(all);
    try {
        std::vector<char>().reserve(0x7ffffff0);
    } catch (const std::bad_alloc &) {
        caught_big = true;
    }
    HOLDS(caught);
    HOLDS(caught_big);
}
