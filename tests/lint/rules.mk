# SPDX-License-Identifier: MIT
# `make lint`: what reads the sources for bugs. tests/lint/run says how each is asked, and plants a
# fault for it.

LINT_PACKAGES := clang-tidy-14 cppcheck shellcheck pyflakes3
LINT = tests/part $(CHECK)/lint tests/lint/run
# Files of the tree but what is planted: tests/lint/faults.
FAULTS := ./tests/lint/faults
tree_files = $(patsubst ./%,%,$(shell find . -path ./build -prune -o -path ./.git -prune -o -path $(FAULTS) -prune -o -type f $(1)))
# Those whose first line names an interpreter that ends in $(1).
scripts_for = $(call tree_files,-perm -100 -exec awk 'FNR == 1 && /^\#!.*$(1)$$/ { print FILENAME } { nextfile }' {} +)

# A change of these makes newlib, libstdc++ or the testbed anew.
SHELL_LATER := $(addprefix tools/,build/newlib build/libstdcxx testbed/fetch-debian testbed/dom0/init testbed/dom0/runner)

KERNEL_C := $(filter %.c,$(KERNEL_SRCS))
# The tests do wrong things on purpose; applications do not.
APPS_C = $(wildcard apps/*/*.c)

# A block that a structure keeps, which gcc 12 loses sight of, is no leak.
ANALYZER = $(CC) $(KERNEL_CFLAGS) -fanalyzer -Wno-analyzer-malloc-leak -c -o /dev/null
# It knows no compiler: what gcc defines by itself is told it. Symbols of the linker script are
# objects of their own to C: comparePointers would have us never subtract two.
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
