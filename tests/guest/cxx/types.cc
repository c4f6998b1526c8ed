/*
 * Type information at run time.
 */
/* SPDX-License-Identifier: MIT */
#include <any>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <functional>
#include <typeindex>
#include <typeinfo>
#include "tests.h"

namespace shapes {

struct shape { virtual ~shape() = default; virtual int corners() const = 0; };
struct named { virtual ~named() = default; virtual const char *name() const { return "named"; } };
struct square : shape, virtual named {
    int corners() const override { return 4; }
    const char *name() const override { return "square"; }
};
struct circle : shape { int corners() const override { return 0; } };

}

using namespace shapes;

/* Hides the object's type from the compiler. */
static shape *volatile kept;

static void cast()
{
    shapes::square square;
    shapes::circle circle;

    kept = &square;
    HOLDS(std::strcmp(dynamic_cast<named &>(*kept).name(), "square") == 0);
    HOLDS(dynamic_cast<void *>(kept) == &square);
    shape &it = *kept;
    HOLDS(typeid(it) == typeid(shapes::square) && typeid(it) != typeid(shapes::circle));
    kept = &circle;
    HOLDS(!dynamic_cast<named *>(kept) && kept->corners() == 0);
    bool caught = false;
    try {
        dynamic_cast<named &>(*kept).name();
    } catch (const std::bad_cast &) {
        caught = true;
    }
    HOLDS(caught);
}

static void of_library()
{
    std::any any = 5;
    std::function<int(int)> add = [any](int n) { return std::any_cast<int>(any) + n; };

    HOLDS(std::any_cast<int>(any) == 5 && std::any_cast<char>(&any) == nullptr);
    HOLDS(std::type_index(any.type()) == std::type_index(typeid(int)));
    HOLDS(add(2) == 7 && add.target_type() != typeid(int));
}

void test_types()
{
    int status = -1;
    char *name = abi::__cxa_demangle(typeid(square).name(), nullptr, nullptr, &status);

    HOLDS(status == 0 && std::strcmp(name, "shapes::square") == 0);
    std::free(name);
    cast();
    of_library();
}
