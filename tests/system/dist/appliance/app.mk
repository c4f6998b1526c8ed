# SPDX-License-Identifier: MIT
APP_RAMDISK := files
APP_ARGS    := letters/from_home 'two words' "" it\'s
APP_MEMORY  := 34
