#!/bin/sh
# SPDX-License-Identifier: MIT
# A name that is split at its blanks. lint: SC2086
rm -f $1
