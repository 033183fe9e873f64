/* SPDX-License-Identifier: GPL-2.0-only */
/* asm-generic/timex.h has no cycles and would leave random_get_entropy() at 0. */
#ifndef _ASM_WASM_TIMEX_H
#define _ASM_WASM_TIMEX_H

typedef unsigned long cycles_t;

extern unsigned long long wasm_now_ns;

static inline cycles_t wasm_get_cycles(void)
{
	return (cycles_t)wasm_now_ns;
}
#define get_cycles wasm_get_cycles

#endif
