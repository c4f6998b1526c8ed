/*
 * Threads, and how they synchronize: locks, conditions, futures, atomics, statics, thread_local.
 */
/* SPDX-License-Identifier: MIT */
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include "tests.h"

using namespace std::literals;

namespace {

constexpr int threads = 4;

void run_all(const std::function<void(int)> &function)
{
    std::vector<std::thread> all;

    for (int i = 0; i < threads; i++)
        all.emplace_back(function, i);
    for (auto &thread : all)
        thread.join();
}

/* The constructing thread yields in the middle, and the others must wait for it. */
struct slow {
    slow()
    {
        made++;
        std::this_thread::sleep_for(10ms);
        ready = true;
    }
    bool ready = false;
    static std::atomic<int> made;
};
std::atomic<int> slow::made;

void statics()
{
    std::atomic<int> ready{};

    run_all([&](int) {
        static slow one;
        ready += one.ready;
    });
    HOLDS(slow::made == 1 && ready == threads);
}

void locks()
{
    std::mutex mutex;
    std::recursive_mutex recursive;
    std::shared_mutex shared;
    std::once_flag once;
    int plain = 0, called = 0;

    run_all([&](int) {
        for (int i = 0; i < 200; i++) {
            std::scoped_lock both(mutex, recursive);
            std::unique_lock writer(shared);
            int before = plain;

            if (i % 20 == 0)
                std::this_thread::yield();
            plain = before + 1;
        }
        std::call_once(once, [&] { called++; });
    });
    HOLDS(plain == threads * 200 && called == 1);
}

void atomics()
{
    std::atomic<long long> wide{};
    std::shared_ptr<int> pointer = std::make_shared<int>(0);

    run_all([&](int) {
        for (int i = 0; i < 1000; i++) {
            std::shared_ptr<int> mine = pointer;
            wide += 0x100000001LL;
        }
    });
    HOLDS(wide == threads * 1000 * 0x100000001LL && pointer.use_count() == 1);
}

void waiting()
{
    std::timed_mutex mutex;
    std::unique_lock held(mutex);
    std::condition_variable_any never;
    bool got = true;
    auto start = std::chrono::steady_clock::now();

    std::thread([&] { got = mutex.try_lock_for(20ms); }).join();
    HOLDS(!got && std::chrono::steady_clock::now() - start >= 20ms);
    start = std::chrono::steady_clock::now();
    HOLDS(!never.wait_for(held, 20ms, [] { return false; }));
    HOLDS(std::chrono::steady_clock::now() - start >= 20ms);
}

/* A bounded queue: producer and consumer wait for each other. */
void conditions()
{
    std::mutex mutex;
    std::condition_variable changed;
    std::queue<int> queue;
    long sum = 0;
    std::thread consumer([&] {
        for (int i = 0; i < 500; i++) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return !queue.empty(); });
            sum += queue.front();
            queue.pop();
            changed.notify_all();
        }
    });

    for (int i = 0; i < 500; i++) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return queue.size() < 3; });
        queue.push(i);
        changed.notify_all();
    }
    consumer.join();
    HOLDS(sum == 499 * 500 / 2);
}

void futures()
{
    auto sum = std::async(std::launch::async, [](int a, int b) { return a + b; }, 20, 22);
    auto fails = std::async(std::launch::async, []() -> int { throw std::runtime_error("from the thread"); });
    auto lazy = std::async(std::launch::deferred, [] { return std::this_thread::get_id(); });
    std::packaged_task<int(int)> task([](int n) { return n + 1; });
    auto result = task.get_future();
    std::string what;

    HOLDS(sum.get() == 42 && lazy.get() == std::this_thread::get_id());
    try {
        fails.get();
    } catch (const std::runtime_error &error) {
        what = error.what();
    }
    HOLDS(what == "from the thread");
    std::thread(std::move(task), 1).join();
    HOLDS(result.get() == 2);
}

void promises()
{
    std::promise<std::string> promise;
    auto future = promise.get_future();
    bool broken = false;

    HOLDS(future.wait_for(5ms) == std::future_status::timeout);
    std::thread([&] { promise.set_value("kept"); }).join();
    HOLDS(future.get() == "kept");
    future = std::promise<std::string>().get_future();
    try {
        future.get();
    } catch (const std::future_error &error) {
        broken = error.code() == std::future_errc::broken_promise;
    }
    HOLDS(broken);
}

std::atomic<int> ended;

struct noted {
    explicit noted(int start) : value(start) {}
    ~noted() { ended += value; }
    int value;
};
thread_local noted mine(10);
thread_local std::string text = "of its own";

void locals()
{
    std::atomic<int> own{};

    run_all([&](int number) {
        mine.value += number;
        own += text == "of its own";
        text += std::to_string(number);
        std::this_thread::yield();
        own += text == "of its own" + std::to_string(number);
    });
    HOLDS(ended == 4 * 10 + 0 + 1 + 2 + 3 && own == 2 * threads);
    HOLDS(text == "of its own");
}

/* Locks are freed with their mutexes: so many would otherwise fill this guest's memory. */
void many_locks()
{
    for (int i = 0; i < 100000; i++) {
        std::mutex mutex;
        std::recursive_mutex recursive;
        std::shared_mutex shared;
        std::condition_variable condition;
        std::promise<int> promise;

        std::scoped_lock all(mutex, recursive, shared);
        condition.notify_one();
        promise.set_value(i);
        if (promise.get_future().get() != i)
            HOLDS(!"the value that was set");
    }
}

/* Each thread has its own active exceptions. */
void throwing()
{
    std::atomic<int> caught{};

    run_all([&](int number) {
        for (int i = 0; i < 50; i++) {
            try {
                try {
                    throw number * 1000 + i;
                } catch (int) {
                    std::this_thread::yield();
                    throw;
                }
            } catch (int value) {
                caught += value == number * 1000 + i;
            }
        }
    });
    HOLDS(caught == threads * 50);
}

}

void test_threads()
{
    statics();
    locks();
    atomics();
    waiting();
    conditions();
    futures();
    promises();
    many_locks();
    throwing();
    locals();
}
