# SPDX-License-Identifier: MIT
"""A name that nothing defines. lint: undefined name"""
print(planted)
