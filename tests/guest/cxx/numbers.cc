/*
 * <cmath>, <complex>, <random>, <chrono>: they rest on the C library and the clocks.
 */
/* SPDX-License-Identifier: MIT */
#include <chrono>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <thread>
#include "tests.h"

using namespace std::literals;

void test_numbers()
{
    volatile double half = 0.5, three = 3, minus = -2.5;
    std::mt19937 twister;

    HOLDS(std::round(half + 2) == 3 && std::trunc(minus) == -2 && std::lround(1e6 + half) == 1000001);
    HOLDS(std::hypot(three, 4.0) == 5 && std::cbrt(9 * three) == 3 && std::isnan(std::nan("")));
    HOLDS(std::abs(std::tgamma(three + 2) - 24) < 1e-9 && std::abs(std::log2(2048 * half) - 10) < 1e-9);
    HOLDS(std::abs(std::exp(std::complex<double>(0, 6.28318530717958 * half)) + 1.0) < 1e-12);
    HOLDS(std::fabs(minus * 1.0L) == 2.5L && std::numeric_limits<long double>::digits == 64);
    twister.discard(9999);
    HOLDS(twister() == 4123659995u);            /* the standard demands it */

    auto steady = std::chrono::steady_clock::now();
    auto wall = std::chrono::system_clock::now();
    std::this_thread::sleep_for(20ms);
    HOLDS(std::chrono::steady_clock::now() - steady >= 20ms);
    HOLDS(std::chrono::system_clock::now() - wall >= 19ms);
    HOLDS(wall.time_since_epoch() > 24h * 365 * 50);
}
