/*
 * An uncaught exception crashes the domain with a message that names it, in any thread.
 */
/* SPDX-License-Identifier: MIT */
#include <iostream>
#include <stdexcept>
#include <thread>

namespace trouble {

struct lost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}

static void worker()
{
    throw trouble::lost("nobody is there");
}

int main()
{
    std::cout << "test cxx_terminate" << std::endl;
    try {
        std::thread(worker).join();
    } catch (...) {
        std::cout << "VERDICT fail: it went from one thread to another" << std::endl;
    }
    return 1;
}
