/* SPDX-License-Identifier: MIT */
/* Recursions without end. */
#include "runtime.h"

static volatile int level, zero;
static int (*volatile self)(int);

static noinline int plain(int n)
{
	level = n;
	sink = plain(n + 1);
	return sink - n;
}

static noinline int frame(int n)
{
	volatile char b[200];
	for (unsigned i = 0; i < sizeof b; i++)
		b[i] = n;
	level = n;
	return frame(n + 1) + b[n % 200];
}

static noinline int large(int n)
{
	volatile char b[60000];
	b[n % 60000] = n;
	level = n;
	return large(n + 1) + b[zero];
}

static noinline int calling(int n)
{
	level = n;
	kernel(2, 1, 0, 0, 0, 0, 0);
	sink = calling(n + 1);
	return sink - n;
}

static noinline int allocating(int n)
{
	char *p = __builtin_alloca(n);
	p[0] = n;
	level = n;
	return allocating(n + 1000) + p[zero];
}

static noinline int odd(int n, double x, long long y, int a, int b, int c);
static noinline int even(int n, double x, long long y, int a, int b, int c)
{
	level = n;
	sink = odd(n + 1, x * 2, y + n, b, c, a) + a * b - c;
	return sink + (int)(x + y);
}

static noinline int odd(int n, double x, long long y, int a, int b, int c)
{
	level = n;
	sink = even(n + 1, x / 3, y - n, c, a, b) * 3 + a;
	return sink + (int)(x - y) + b + c;
}

static noinline int pointer(int n)
{
	level = n;
	kernel(2, 1, 0, 0, 0, 0, 0);
	sink = self(n + 1);
	return sink - n;
}

__attribute__((export_name("run"))) int run(int which)
{
	switch (which) {
	case 0: return plain(0);
	case 1: return frame(0);
	case 2: return large(0);
	case 3: return calling(0);
	case 4: return allocating(16);
	case 5: return even(0, 1, 2, 3, 4, 5);
	case 6:
		self = pointer;
		return pointer(0);
	}
	return 0;
}

__attribute__((export_name("level"))) int get_level(void)
{
	return level;
}
