// SPDX-License-Identifier: GPL-2.0-only
/* The first object of the link: starts of the tables, the stack of the first task. See tables.h. */
#include <linux/types.h>
#include <asm/thread_info.h>

/* The alignment of the elements, or the first would sit after padding. */
#define START(table, symbol) char symbol[0] __attribute__((section(table), used, aligned(4)));
#define END(table, symbol)
#include "tables.h"

unsigned long init_stack[THREAD_SIZE / sizeof(unsigned long)]
	__attribute__((aligned(THREAD_SIZE), section(".data.init_stack")));

/* Bounds of code and data that mean nothing here: code has no address. */
char _text[1], _stext[1], _etext[1], _sinittext[1], _einittext[1];
char _sdata[1], _edata[1], __start_rodata[1], __end_rodata[1];
char __init_begin[1], __init_end[1], __bss_start[1], __bss_stop[1], _end[1];
char __start_once[1], __end_once[1];
