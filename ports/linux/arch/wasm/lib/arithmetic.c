// SPDX-License-Identifier: GPL-2.0-only
/* What clang calls of compiler-rt: the product of two 128-bit numbers, in 64-bit halves. */
#include <linux/types.h>

void __multi3(u64 *product, u64 a_low, u64 a_high, u64 b_low, u64 b_high);

void __multi3(u64 *product, u64 a_low, u64 a_high, u64 b_low, u64 b_high)
{
	u64 a0 = (u32)a_low, a1 = a_low >> 32, b0 = (u32)b_low, b1 = b_low >> 32;
	u64 p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
	u64 middle = (p00 >> 32) + (u32)p01 + (u32)p10;

	product[0] = middle << 32 | (u32)p00;
	product[1] = p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32) +
		     a_high * b_low + a_low * b_high;
}
