# SPDX-License-Identifier: MIT
# `make check` and `make bench`.

HOST_TESTS := $(basename $(notdir $(wildcard tests/host/*.c)))
APPS := $(patsubst %/,%,$(wildcard apps/*/))
SYSTEM_TESTS := $(patsubst %/expect,%,$(wildcard tests/system/*/expect))
GUEST_TESTS := $(patsubst %/,%,$(dir $(wildcard tests/guest/*/main.c tests/guest/*/main.cc)))
SHIM_TESTS := apps/hello $(addprefix tests/guest/,protection libc threads shutdown xenstore save_restore files cxx memory_reckoned)
CHECK := build/check

# Pure code in 32 bits, as in the guest, with sanitizers that find accesses beyond a buffer.
PURE_CFLAGS := -std=gnu11 -m32 -g -O1 -DLOCK_TIME=0 -Iinclude -Iarch/$(ARCH)/include -I. -isystem $(BUILD)/include \
	-Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=undefined
HOST_CFLAGS := $(PURE_CFLAGS) -Wno-format-overflow -Wno-format-truncation -Wno-format-zero-length
PURE_SRCS := lib/cmdline.c lib/format.c lib/archive.c lib/cpio.c lib/tar.c lib/ring_copy.c drivers/console_ring.c $(addprefix drivers/xenstore/,ring.c message.c pending.c) \
	drivers/xenbus/handshake.c
PURE_HEADERS := $(wildcard include/lib/*.h lib/*.h drivers/*.h drivers/xenbus/*.h drivers/xenstore/*.h) include/drivers/xenstore.h

build/host/%: tests/host/%.c tests/host/check.h tests/archive_build.h $(PURE_SRCS) $(PURE_HEADERS) $(XEN_READY) | $(TOOLS_READY)
	@echo '  HOSTCC  $<'
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(HOST_CFLAGS) $< $(PURE_SRCS) -o $@

.PHONY: host-check
host-check: $(addprefix build/host/,$(HOST_TESTS)) ## run the unit tests of pure code on this machine
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/host
	$(Q)for test in $^; do tests/part $(CHECK)/host $$test; done

.PHONY: build-check
build-check: | $(TOOLS_READY) ## test errors of the build: mistakes in app.mk, packages that cannot be fetched
	$(Q)tools/build/need-packages dpkg-dev xz-utils python3
	$(Q)command -v npm >/dev/null || tools/build/need-packages npm
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/build
	$(Q)tests/part $(CHECK)/build tests/build/run

# Every source and header of the kernel.
KERNEL_FILES = $(sort $(shell find $(sort $(foreach dir,$(KERNEL_DIRS),$(firstword $(subst /, ,$(dir))))) \
	include -name '*.[chS]'))

.PHONY: image-check
image-check: $(IMAGE).elf ## read the ELF notes back; check hypercalls, floors, locks, arch/, lengths, headers
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/image
	$(Q)tests/part $(CHECK)/image tests/check-image $(IMAGE).elf $(IMAGE).debug $(RINGLET_VERSION)
	$(Q)tests/part $(CHECK)/image tests/check-hypercalls $(IMAGE).debug $(IMAGE).map
	$(Q)tests/part $(CHECK)/image tests/posix_table.py check --cc '$(CC) $(BASE_CFLAGS)' --nm $(NM) \
		--objects '$(KERNEL_OBJS) $(NEWLIB_DIR)/lib/libc.a $(NEWLIB_DIR)/lib/libm.a' \
		--calls tests/guest/posix_table/main.c docs/posix/posix.md
	$(Q)tests/part $(CHECK)/image tests/mutants.py --list tests/mutants --check
	$(Q)tests/part $(CHECK)/image tests/check_docs.py
	$(Q)tests/part $(CHECK)/image tests/check_course.py
	$(Q)tests/part $(CHECK)/image tests/check_pages_test.py
	$(Q)tests/part $(CHECK)/image tools/check-layers --nm $(NM) --objects $(KERNEL_OBJS)
	$(Q)tests/part $(CHECK)/image tests/check-layers-test '$(CC) -m32'
	$(Q)tests/part $(CHECK)/image tools/check-locks
	$(Q)tests/part $(CHECK)/image tools/check-arch --cc '$(KERNEL_CC)'
	$(Q)tests/part $(CHECK)/image tests/check-arch-test '$(KERNEL_CC)' $(NM) arch/$(ARCH) $(ARCH_OBJS)
	$(Q)tests/part $(CHECK)/image tests/check-size $(KERNEL_FILES)
	$(Q)tests/part $(CHECK)/image tests/check-headers '$(CC) $(BASE_CFLAGS) $(KERNEL_CFLAGS)'

# The applications that a test runs: a guest test is one itself; a system test runs the one of its
# name, or those in its `files`.
named_images = $(basename $(notdir $(filter %.elf,$(shell cat $(1)/files))))
images_of = $(if $(wildcard $(1)/files),$(foreach name,$(named_images),$(wildcard apps/$(name) tests/guest/$(name))),$(1:tests/system/%=apps/%))
TEST_IMAGES = $(if $(TESTS),$(sort $(foreach test,$(TESTS:%/=%),$(call images_of,$(test)))),$(GUEST_TESTS) $(APPS))

# Applications whose output is compared with that of the same sources as a Linux process.
COMPARED := apps/lua apps/sqlite tests/guest/lua_suite tests/guest/numerics tests/guest/zlib

# Runs a make for each application, as many at a time as there are processors. Shared files exist
# before, or are protected by locks. 255 ends xargs at once.
PROCESSORS = $(eval PROCESSORS := $(shell nproc))$(PROCESSORS)
make_each = printf '%s\n' $(1) | \
	xargs -r -P $(PROCESSORS) -I @ sh -c '$(MAKE) --no-print-directory APP=@ $(2) || exit 255'

.PHONY: guest-images
guest-images: $(IMAGE).elf
	$(Q)$(call make_each,$(TEST_IMAGES))

.PHONY: guest-tests
guest-tests: guest-images
	$(Q)$(call make_each,$(filter $(COMPARED),$(TEST_IMAGES)),linux)

RUN_GUESTS = tests/guests.py --testbed $(TESTBED) --build $(BUILD)

.PHONY: pv-check
pv-check: guest-tests $(HOST_FILES_pv) ## run the guest tests under the debug PV32 Xen (TESTS=folders)
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/pv
	$(Q)tests/part $(CHECK)/pv $(RUN_GUESTS) --name pv --type pv --xen $(TESTBED)/xen-debug --work $(CHECK)/pv-work \
		$(or $(TESTS),$(GUEST_TESTS) $(SYSTEM_TESTS))

# The checked build runs the tests in tests/checked, and all guest tests except these:
# - memory_2048 would take minutes, as each page is poisoned and checked several times;
# - clock, idle and save_restore take more than a minute anyway (save_restore passes if asked for);
# - stack_limit tests the margin of the other builds; checked/stack_overflow tests this one's;
# - posix_signals counts the ticks of a timer that is too fast for this build;
# - lua_suite is long anyway, and runs code of others.
NOT_CHECKED := $(addprefix tests/guest/,memory_2048 clock idle save_restore stack_limit posix_signals lua_suite)
CHECKED_BUILD := build/$(ARCH)-debug-ubsan
CHECKED_TESTS := $(patsubst %/main.c,%,$(wildcard tests/checked/*/main.c)) \
	$(filter-out $(NOT_CHECKED),$(GUEST_TESTS))
.PHONY: checked-check
checked-check: $(HOST_FILES_pv) ## run guest tests in a build with DEBUG=1 and UBSAN=1 (TESTS=folders)
	$(Q)$(MAKE) --no-print-directory CHECKED=1 TESTS='$(or $(TESTS),$(CHECKED_TESTS))' guest-images
	$(Q)$(call make_each,$(filter $(COMPARED),$(or $(TESTS),$(CHECKED_TESTS))),linux)
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/checked
	$(Q)tests/part $(CHECK)/checked tests/guests.py --testbed $(TESTBED) --build $(CHECKED_BUILD) --name checked \
		--type pv --xen $(TESTBED)/xen-debug --work $(CHECK)/checked-work $(or $(TESTS),$(CHECKED_TESTS))

.PHONY: shim-check
shim-check: guest-tests $(HOST_FILES_shim) ## run some guest tests as most users do: stock Xen, PV shim
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/shim
	$(Q)tests/part $(CHECK)/shim $(RUN_GUESTS) --name shim --type shim --xen $(TESTBED)/debian/xen-stock \
		--work $(CHECK)/shim-work tests/system/hello tests/system/host_xen tests/system/dist tests/system/lua tests/system/sqlite $(filter tests/%,$(SHIM_TESTS))

.PHONY: testbed-check
testbed-check: $(IMAGE).elf $(IMAGE).cfg $(HOST_FILES_shim) ## let each step of a start fail, hang or come late, and check the error and its time
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/testbed
	$(Q)tests/part $(CHECK)/testbed tests/testbed/run $(TESTBED) $(IMAGE)

STARTS ?= 300
LOOPS ?= 4
.PHONY: start-check
start-check: $(IMAGE).elf $(IMAGE).cfg $(HOST_FILES_shim) ## start hello as make run does, STARTS times, beside LOOPS busy loops (not part of check)
	$(Q)tests/testbed/many_starts $(TESTBED) $(IMAGE) $(STARTS) $(LOOPS)

# As often as is asked for: what only one guest in a hundred shows.
SQLITE ?= 10
HELLO ?= 30
.PHONY: shim-soak
shim-soak: $(HOST_FILES_shim) ## run the same shim guests over and over and count how they end (SQLITE=10 HELLO=30)
	$(Q)$(call make_each,apps/hello $(if $(filter-out 0,$(SQLITE)),apps/sqlite))
	$(if $(filter-out 0,$(SQLITE)),$(Q)$(MAKE) --no-print-directory APP=apps/sqlite linux)
	$(Q)tests/shim_soak.py --xen $(TESTBED)/debian/xen-stock --testbed $(TESTBED) --build $(BUILD) \
		--work build/shim-soak tests/system/sqlite=$(SQLITE) tests/system/hello=$(HELLO)

NEWLIB_TESTS := build/newlib-tests

.PHONY: newlib-check
newlib-check: $(IMAGE).elf $(HOST_FILES_pv) ## run newlib's own tests, a guest each
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/newlib
	$(Q)tests/newlib/prepare tests/newlib/list $(NEWLIB_TESTS)
	$(Q)$(call make_each,$(NEWLIB_TESTS)/guests/*)
	$(Q)tests/part $(CHECK)/newlib $(RUN_GUESTS) --name newlib --type pv --xen $(TESTBED)/xen-debug \
		--work $(CHECK)/newlib-work $(NEWLIB_TESTS)/guests/*
	$(Q)tests/part $(CHECK)/newlib tests/newlib/check-count tests/newlib/list $(CHECK)/newlib

PARTS := image lint build host fuzz testbed pv newlib checked shim

# A part that cannot be built counts as one failure, and the others still run.
.PHONY: check
check: ## run all tests
	$(Q)rm -rf $(CHECK) && mkdir -p $(CHECK)
	$(Q)for part in $(PARTS); do $(MAKE) --no-print-directory APP=apps/hello $$part-check || \
		echo "FAILED  $$part-check: make ended with an error" | tee -a $(CHECK)/$$part; done
	$(Q)tests/summary $(PARTS:%=$(CHECK)/%)

.PHONY: mutants
mutants: $(IMAGE).elf $(HOST_FILES_pv) ## break one mechanism after the other; its test must fail (NAMES='a b', or NUMBERS= lines of tests/mutants)
	$(Q)tests/mutants.py --list tests/mutants --testbed $(TESTBED) --xen $(TESTBED)/xen-debug \
		--work build/mutants $(NUMBERS) $(NAMES)

.PHONY: course-check
course-check: $(IMAGE).elf $(HOST_FILES_pv) ## run every command of docs/reading-order.md
	$(Q)tests/check_course.py --run

# The longest time the kernel lock is held: an image of its own build.
LOCK_BENCH := tests/bench/lock_time
BENCHES := $(filter-out $(LOCK_BENCH),$(patsubst %/main.c,%,$(wildcard tests/bench/*/main.c))) $(APPS)

.PHONY: bench
bench: $(IMAGE).elf $(HOST_FILES_pv-release) ## measure in instructions on the release PV32 Xen: a table, build/bench.json, docs/figures.md
	$(Q)tools/build/need-packages valgrind
	$(Q)$(call make_each,$(BENCHES))
	$(Q)$(call make_each,$(LOCK_BENCH),LOCK_TIME=1)
	$(Q)$(call make_each,apps/lua apps/sqlite,linux)
	$(Q)tests/bench.py --xen $(TESTBED)/xen-release --testbed $(TESTBED) --build $(BUILD) \
		--work build/bench-work --json build/bench.json
	$(Q)tests/figures_page.py --json build/bench.json --xen $(TESTBED)/xen-release --page docs/figures.md
