/* SPDX-License-Identifier: MIT */
/* Ways to use a null pointer. Each case faults, but those that return 1. */
#include "runtime.h"

struct node { int a, b; double d; long long q; struct node *next; char buf[600]; };
struct node *volatile null_node;
void *volatile null_pointer;
int *volatile null_int;
void (*volatile null_function)(int);
struct node global;
static u8 large[70000];
static int numbers[40000];

static noinline int walk(struct node *p)
{
	int n = 0;
	while (p->next) {
		n += p->a;
		p = p->next;
	}
	return n + p->b;
}

static noinline long sum(int *p, int n)
{
	long total = 0;
	for (int i = 0; i < n; i++)
		total += p[i];
	return total;
}

static int valid(void)
{
	unsigned total = 0;
	for (int k = 0; k < 70000; k++)
		large[k] = k;
	for (int k = 0; k < 70000; k++)
		total += large[k];
	for (int k = 0; k < 40000; k++)
		numbers[k] = k;
	for (int k = 0; k < 40000; k++)
		total += numbers[k];
	return total == 808896936;
}

static int accesses(int which)
{
	struct node *p = null_node, local = { 1, 2 };
	int *i = null_int, expected = 0;
	switch (which) {
	case 0: sink = *i; break;
	case 1: *i = 5; break;
	case 2: sink = p->next->b; break;
	case 3: p->q = 7; break;
	case 4: p->d = 1.5; break;
	case 5: sink = p->buf[500]; break;
	case 6: global = *p; break;
	case 7: *p = global; break;
	case 8: __atomic_fetch_add(i, 1, __ATOMIC_SEQ_CST); break;
	case 9:
		__atomic_compare_exchange_n(i, &expected, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
		break;
	case 10: sink = i[3]; break;
	case 11: sink = sum(i, 10); break;
	case 12:
		sink = walk(&local);
		sink = walk(p);
		break;
	case 13: sink = i[-1]; break;
	case 14: sink = ((struct node *)8)->a; break;
	case 15: sink = *(volatile long *)65532; break;
	}
	return 0;
}

static int strings(int which)
{
	char *s = null_pointer;
	switch (which) {
	case 16: null_function(1); break;
	case 17: sink = strlen(s); break;
	case 18: __builtin_memcpy(s, "abc", 3 + (sink > 9)); break;
	case 19: __builtin_memset(s, 0, 100); break;
	case 20: strcpy(s, "hello"); break;
	case 21: *(volatile long double *)global.buf = *(volatile long double *)s; break;
	case 22: *(volatile long double *)s = *(volatile long double *)global.buf; break;
	case 23: *(volatile int *)(s + 65000) = 1; break;
	case 24:
		__builtin_memset(s, 0, sink);
		__builtin_memcpy(s, s, sink);
		__builtin_memmove(global.buf, s, sink);
		return 1;
	case 25: return valid();
	}
	return 0;
}

__attribute__((export_name("run"))) int run(int which)
{
	return which < 16 ? accesses(which) : strings(which);
}
