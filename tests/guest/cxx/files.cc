/*
 * std::filesystem in /tmp and on the ramdisk's root, and std::random_device.
 */
/* SPDX-License-Identifier: MIT */
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include "tests.h"

namespace fs = std::filesystem;

static const fs::path top = "/tmp/tree";

static void make(const fs::path &path, const std::string &text)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

static void listing()
{
    std::set<std::string> names, deep;

    make(top / "one", "1");
    make(top / "folder/two", "22");
    make(top / "folder/inner/three", "333");
    fs::create_symlink("one", top / "link");
    for (const auto &entry : fs::directory_iterator(top))
        names.insert(entry.path().filename());
    HOLDS((names == std::set<std::string>{ "one", "folder", "link" }));
    auto walk = fs::recursive_directory_iterator(top);
    for (const auto &entry : walk) {
        if (entry.is_regular_file() && !entry.is_symlink())
            deep.insert(entry.path().lexically_relative(top).string() + ' ' +
                        std::to_string(entry.file_size()) + ' ' + std::to_string(walk.depth()));
    }
    HOLDS((deep == std::set<std::string>{ "one 1 0", "folder/two 2 1", "folder/inner/three 3 2" }));
    std::error_code code;
    HOLDS(fs::directory_iterator("/tmp/nothing", code) == fs::directory_iterator() && code);
    HOLDS(std::count_if(fs::directory_iterator("/"), fs::directory_iterator(), [](const auto &entry) {
              return entry.path() == "/tmp" || entry.path() == "/dev";
          }) == 2);
}

static void changing()
{
    fs::copy(top / "folder", top / "copy", fs::copy_options::recursive);
    HOLDS(fs::file_size(top / "copy/inner/three") == 3 && !fs::is_empty(top / "copy"));
    HOLDS(fs::copy_file(top / "one", top / "copy/one") && fs::exists(top / "copy/one"));
    fs::rename(top / "copy/one", top / "copy/won");
    fs::resize_file(top / "copy/won", 1000);
    HOLDS(fs::file_size(top / "copy/won") == 1000);
    fs::create_hard_link(top / "one", top / "again");
    HOLDS(fs::hard_link_count(top / "one") == 2 && fs::equivalent(top / "one", top / "again"));
    HOLDS(fs::read_symlink(top / "link") == "one" && fs::is_symlink(top / "link"));
    HOLDS(fs::canonical(top / "folder/../link") == top / "one");
    fs::permissions(top / "one", fs::perms::owner_write, fs::perm_options::remove);
    HOLDS((fs::status(top / "one").permissions() & fs::perms::owner_all) == fs::perms::owner_read);
    auto time = fs::last_write_time(top / "one") - std::chrono::hours(1);
    fs::last_write_time(top / "one", time);
    HOLDS(fs::last_write_time(top / "again") == time);
    fs::current_path(top / "folder");
    HOLDS(fs::exists("two") && fs::absolute("two") == top / "folder/two");
    fs::current_path("/");
    HOLDS(fs::temp_directory_path() == "/tmp");
    HOLDS(fs::space("/tmp").available > 0 && fs::space("/tmp").capacity >= fs::space("/tmp").free);
    HOLDS(fs::remove_all(top / "copy") == 5 && fs::remove_all(top) == 8);
    HOLDS(!fs::exists(top) && !fs::remove(top));
}

static void errors()
{
    std::error_code code;

    try {
        fs::create_directory("/folder");
        HOLDS(!"the ramdisk cannot be written");
    } catch (const fs::filesystem_error &error) {
        HOLDS(error.code() == std::errc::read_only_file_system && error.path1() == "/folder");
    }
    HOLDS(fs::file_size("/tmp/nothing", code) == static_cast<uintmax_t>(-1));
    HOLDS(code == std::errc::no_such_file_or_directory);
    fs::remove("/dev", code);
    HOLDS(code == std::errc::device_or_resource_busy);
}

static void random_numbers()
{
    std::random_device device;
    std::set<unsigned int> seen;

    for (int i = 0; i < 100; i++)
        seen.insert(device());
    HOLDS(seen.size() >= 99);           /* of 2^32; one run in a million has two equal ones */
    std::mt19937 engine(device());
    HOLDS(std::uniform_int_distribution<int>(1, 6)(engine) <= 6);
}

void test_files()
{
    listing();
    changing();
    errors();
    random_numbers();
}
