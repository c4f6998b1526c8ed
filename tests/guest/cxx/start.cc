/*
 * Constructors before main() and destructors after it, in their order.
 */
/* SPDX-License-Identifier: MIT */
#include <cstdio>
#include <string>
#include <utility>
#include "tests.h"

namespace {

/* The first caller constructs it, whatever the order of files. */
std::string &order()
{
    static std::string text;
    return text;
}

struct object {
    explicit object(const char *name) : name(name) { order() += name; }
    ~object() { std::printf("destroyed %s\n", name); }
    const char *name;
};

object plain("c");
object late __attribute__((init_priority(2000)))("b");
object early __attribute__((init_priority(1000)))("a");

struct counted {
    counted() { made++; }
    ~counted()
    {
        if (--made == 0)
            std::puts("destroyed all that were counted");
    }
    static int made;
};
int counted::made;
counted some[3];

/* More destructors than newlib can register without the heap. */
template <int N> void make_one()
{
    static counted made;
}

template <int... N> void make_all(std::integer_sequence<int, N...>)
{
    (make_one<N>(), ...);
}

__attribute__((constructor(500))) void before_all() { order() += "0"; }
__attribute__((destructor)) void last() { std::puts("destructor of the image"); }
__attribute__((destructor(200))) void very_last() { std::puts("the last destructor"); }

}

void test_start()
{
    HOLDS(order() == "0abc");
    HOLDS(counted::made == 3);
    make_all(std::make_integer_sequence<int, 100>());
    HOLDS(counted::made == 103);
}
