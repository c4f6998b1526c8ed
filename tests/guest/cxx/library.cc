/*
 * A look at the library: containers, algorithms, streams, additions of C++17.
 */
/* SPDX-License-Identifier: MIT */
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <deque>
#include <iomanip>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <optional>
#include <queue>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>
#include "tests.h"

using namespace std::literals;

static void containers()
{
    std::vector<int> numbers(1000);
    std::map<std::string, std::vector<int>> by_name;
    std::unordered_map<std::string, int> counts;
    std::set<std::string> words{ "b", "a", "c", "a" };
    std::deque<int> deque;
    std::priority_queue<int> queue;

    std::iota(numbers.rbegin(), numbers.rend(), 0);
    std::sort(numbers.begin(), numbers.end());
    HOLDS(numbers[0] == 0 && numbers[999] == 999);
    HOLDS(std::accumulate(numbers.begin(), numbers.end(), 0) == 499500);
    for (int n : numbers) {
        by_name[std::to_string(n % 7)].push_back(n);
        counts["key" + std::to_string(n)] = n;
        deque.push_front(n);
        queue.push((n * 7919) % 1000);
    }
    HOLDS(by_name.size() == 7 && by_name["3"].size() == 143);
    HOLDS(counts.size() == 1000 && counts.at("key777") == 777);
    HOLDS(*words.begin() == "a" && words.size() == 3);
    HOLDS(deque.front() == 999 && queue.top() == 999);
    std::list<int> list(deque.begin(), deque.end());
    list.remove_if([](int n) { return n % 2; });
    HOLDS(list.size() == 500);
}

static void streams()
{
    std::ostringstream out;
    std::istringstream in("12 0x1f 3.5 word\nthe whole line\n");
    std::wostringstream wide;
    int decimal = 0, hex = 0;
    double real = 0;
    std::string word, line;

    out << std::setw(6) << std::setfill('.') << 42 << '|' << std::hex << std::showbase << 255 << '|'
        << std::fixed << std::setprecision(3) << 2.0 / 3 << '|' << std::boolalpha << true;
    HOLDS(out.str() == "....42|0xff|0.667|true");
    in >> decimal >> std::hex >> hex >> real >> word;
    std::getline(in >> std::ws, line);
    HOLDS(in && decimal == 12 && hex == 31 && real == 3.5 && word == "word" && line == "the whole line");
    HOLDS(!(in >> word) && in.eof());
    wide << L"wide " << 5;
    HOLDS(wide.str() == L"wide 5");
    std::cout << "std::cout " << 1 << ' ' << 2.5 << std::endl;
    std::cerr << "std::cerr " << "three"s << "\n";
}

static void conversions()
{
    char buffer[64];
    auto written = std::to_chars(buffer, buffer + sizeof(buffer), 0.1);
    double real = 0;
    int number = 0;
    auto many = "99999999999"sv;

    HOLDS(std::string_view(buffer, written.ptr - buffer) == "0.1");
    HOLDS(std::from_chars(buffer, written.ptr, real).ec == std::errc() && real == 0.1);
    HOLDS(std::from_chars(many.begin(), many.end(), number).ec == std::errc::result_out_of_range);
    HOLDS(std::stod("2.5e3") == 2500 && std::to_string(1.5) == "1.500000");
}

static void of_17()
{
    std::optional<std::string> maybe;
    std::variant<int, std::string> either = 5;
    auto [key, value] = std::make_pair("k"sv, 3);
    bool caught = false;

    HOLDS(!maybe && maybe.value_or("none") == "none" && key == "k" && value == 3);
    maybe = "some";
    either = "text"s;
    HOLDS(maybe->size() == 4);
    HOLDS(std::visit([](auto &it) { return sizeof(it); }, either) == sizeof(std::string));
    try {
        std::get<int>(either);
    } catch (const std::bad_variant_access &) {
        caught = true;
    }
    HOLDS(caught);
    std::array<std::byte, 1024> arena;
    std::pmr::monotonic_buffer_resource resource(arena.data(), arena.size(), std::pmr::null_memory_resource());
    std::pmr::vector<int> inside({ 1, 2, 3 }, &resource);
    HOLDS((std::byte *)inside.data() >= arena.begin() && (std::byte *)inside.data() < arena.end());
    HOLDS("a long view"sv.find("view") == 7 && std::clamp(7, 1, 5) == 5 && std::gcd(12, 18) == 6);
}

static void pointers()
{
    static int deleted;
    struct node { std::shared_ptr<node> next; std::weak_ptr<node> back; ~node() { deleted++; } };
    struct alignas(256) wide { char bytes[256]; };
    auto first = std::make_shared<node>();
    auto one = std::make_unique<wide>();

    first->next = std::make_shared<node>();
    first->next->back = first;
    HOLDS(first.use_count() == 1 && first->next->back.lock() == first);
    first.reset();
    HOLDS(deleted == 2);
    HOLDS(reinterpret_cast<uintptr_t>(one.get()) % 256 == 0);
}

static void regexes()
{
    std::smatch found;
    std::string text = "2026-11-24 20:15";

    HOLDS(std::regex_match(text, found, std::regex(R"((\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d))")));
    HOLDS(found[1] == "2026" && found[5] == "15");
    HOLDS(std::regex_replace("a1b22"s, std::regex("[0-9]+"), "#") == "a#b#");
}

void test_library()
{
    containers();
    streams();
    conversions();
    of_17();
    pointers();
    regexes();
}
