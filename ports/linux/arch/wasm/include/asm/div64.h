/* SPDX-License-Identifier: GPL-2.0-only */
/* What asm-generic/div64.h and linux/math64.h compute in steps: wasm divides 64 bits natively. */
#ifndef _ASM_WASM_DIV64_H
#define _ASM_WASM_DIV64_H

#define do_div(n, base) ({					\
	u32 __base = (base);					\
	u32 __rem = (u32)((u64)(n) % __base);			\
	(n) = (u64)(n) / __base;				\
	__rem;							\
})

#ifndef __ASSEMBLY__
#include <linux/types.h>

static inline u64 wasm_div64_u64(u64 a, u64 b)
{
	return a / b;
}

static inline s64 wasm_div64_s64(s64 a, s64 b)
{
	return a / b;
}

static inline u64 wasm_div64_u64_rem(u64 a, u64 b, u64 *rem)
{
	*rem = a % b;
	return a / b;
}

static inline s64 wasm_div_s64_rem(s64 a, s32 b, s32 *rem)
{
	*rem = a % b;
	return a / b;
}

static inline u32 wasm_div64_32(u64 *n, u32 base)
{
	u32 rem = *n % base;

	*n /= base;
	return rem;
}

#define div64_u64 wasm_div64_u64
#define div64_s64 wasm_div64_s64
#define div64_u64_rem wasm_div64_u64_rem
#define div_s64_rem wasm_div_s64_rem
#define __div64_32 wasm_div64_32
#endif

#endif
