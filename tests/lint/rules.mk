# SPDX-License-Identifier: MIT
# `make lint`: tools that read the sources for bugs. tests/lint/run runs each of them, first on
# planted faults that it must find.

LINT_PACKAGES := clang-tidy-14 cppcheck shellcheck pyflakes3
LINT = tests/part $(CHECK)/lint tests/lint/run
# Files of the tree except the planted faults.
FAULTS := ./tests/lint/faults
tree_files = $(patsubst ./%,%,$(shell find . -path ./build -prune -o -path ./.git -prune -o -path $(FAULTS) -prune -o -type f $(1)))
# Scripts whose first line names an interpreter that ends in $(1).
scripts_for = $(call tree_files,-perm -100 -exec awk 'FNR == 1 && /^\#!.*$(1)$$/ { print FILENAME } { nextfile }' {} +)

# A change to one of these rebuilds newlib, libstdc++ or the testbed.
SHELL_LATER := $(addprefix tools/,build/newlib build/libstdcxx testbed/fetch-debian testbed/dom0/init testbed/dom0/runner)

KERNEL_C := $(filter %.c,$(KERNEL_SRCS))
# The tests do wrong things on purpose; applications do not.
APPS_C = $(wildcard apps/*/*.c)

# gcc 12 loses track of a block that a structure keeps, and reports a leak that is none.
ANALYZER = $(CC) $(KERNEL_CFLAGS) -fanalyzer -Wno-analyzer-malloc-leak -c -o /dev/null
# cppcheck knows no compiler, so it is given gcc's predefined macros. comparePointers is off: it
# takes symbols of the linker script for separate objects, which must not be subtracted.
CPPCHECK_DEFINES := build/lint/gcc.h
CPPCHECK = cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr --std=c11 --platform=unix32 \
	--suppress=comparePointers --include=$(CPPCHECK_DEFINES) --include=include/libc_features.h -DDEBUG_BUILD=$(DEBUG) \
	$(patsubst -isystem,-I,$(filter-out -nostdinc -include include/libc_features.h,$(INCLUDES)))

LINT_READY := build/lint/ready
$(LINT_READY): $(READY) $(BUILD)/include/asm_offsets.h $(CLANG_READY)
	$(Q)tools/build/need-packages $(LINT_PACKAGES)
	$(Q)mkdir -p $(@D) && touch $@

$(CPPCHECK_DEFINES): $(READY)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(KERNEL_CFLAGS) -dM -E -x c /dev/null | grep -v -e __DATE__ -e DEBUG_BUILD >$@

.PHONY: clang-check
clang-check: $(LINT_READY) ## compile the kernel with clang, warnings as errors
	$(Q)mkdir -p $(CHECK)
	$(Q)rm -f $(CHECK)/lint
	$(Q)$(LINT) clang '$(CLANG) $(CLANG_CFLAGS) -c -o /dev/null' $(KERNEL_SRCS)

.PHONY: lint lint-check
lint: lint-check ## read all sources for bugs: gcc's analyzer, clang, clang-tidy, cppcheck, shellcheck, pyflakes
lint-check: clang-check compile-commands $(CPPCHECK_DEFINES)
	$(Q)tests/part $(CHECK)/lint tests/lint/compile-commands build/compile_commands.json $(KERNEL_SRCS) kernel/main.c
	$(Q)$(LINT) analyzer '$(ANALYZER)' $(KERNEL_C)
	$(Q)$(LINT) cppcheck '$(CPPCHECK)' $(KERNEL_C) $(APPS_C)
	$(Q)$(LINT) clang-tidy 'tests/lint/clang-tidy $(CLANG_CFLAGS)' $(KERNEL_C)
	$(Q)$(LINT) shellcheck shellcheck $(filter-out $(SHELL_LATER),$(call scripts_for,sh)) tools/build/common.sh
	$(Q)$(LINT) pyflakes pyflakes3 $(sort $(call scripts_for,python3) $(call tree_files,-name '*.py' -print))
