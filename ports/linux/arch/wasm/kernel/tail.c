// SPDX-License-Identifier: GPL-2.0-only
/* The last object of the link: ends of the tables. See tables.h. */
#define START(table, symbol)
#define END(table, symbol) char symbol[0] __attribute__((section(table), used, aligned(4)));
#include "tables.h"
