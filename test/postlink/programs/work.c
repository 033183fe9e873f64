/* SPDX-License-Identifier: MIT */
/* Ordinary C of many kinds, whose results must not change: run(n) puts numbers. */
#include "runtime.h"

struct point { int x, y; long long z; char name[40]; };
struct tree { struct tree *left, *right; int key; };
static struct tree nodes[300];
static int used, table[64];
static struct point points[50];

static noinline struct tree *insert(struct tree *t, int key)
{
	if (!t) {
		t = &nodes[used++];
		t->left = t->right = 0;
		t->key = key;
	} else if (key < t->key) {
		t->left = insert(t->left, key);
	} else {
		t->right = insert(t->right, key);
	}
	return t;
}

static noinline long depth(const struct tree *t)
{
	if (!t)
		return 0;
	long l = depth(t->left), r = depth(t->right);
	return 1 + (l > r ? l : r);
}

static noinline struct point moved(struct point p, int by)
{
	p.x += by;
	p.y -= by;
	p.z ^= (long long)by << 33;
	p.name[by % 40] = by;
	return p;
}

static noinline long variadic(int count, ...)
{
	__builtin_va_list list;
	long total = 0;
	__builtin_va_start(list, count);
	for (int i = 0; i < count; i++)
		total = total * 31 + __builtin_va_arg(list, int);
	__builtin_va_end(list);
	return total;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static noinline void sort(int *a, int n, int (*less)(const void *, const void *))
{
	if (n < 2)
		return;
	int pivot = a[n / 2], i = 0, j = n - 1;
	for (;; i++, j--) {
		while (less(&a[i], &pivot) < 0)
			i++;
		while (less(&a[j], &pivot) > 0)
			j--;
		if (i >= j)
			break;
		int t = a[i];
		a[i] = a[j];
		a[j] = t;
	}
	sort(a, i, less);
	sort(a + i, n - i, less);
}

static noinline unsigned hash(const void *data, size_t n)
{
	const u8 *p = data;
	unsigned h = 2166136261u;
	while (n--)
		h = (h ^ *p++) * 16777619u;
	return h;
}

static noinline long scratch(int n)
{
	int *a = __builtin_alloca(n * sizeof *a);
	for (int i = 0; i < n; i++)
		a[i] = (i * 7919) % 1009;
	sort(a, n, compare);
	return hash(a, n * sizeof *a);
}

__attribute__((export_name("run"))) int run(int n)
{
	struct tree *root = 0;
	unsigned seed = n;
	used = 0;
	for (int i = 0; i < 200; i++) {
		seed = seed * 1103515245 + 12345;
		root = insert(root, seed >> 16);
	}
	put(depth(root));
	for (int i = 0; i < 50; i++)
		points[i] = moved(points[(i * 13) % 50], i + n);
	put(hash(points, sizeof points));
	put(variadic(5, n, 2, n * 3, 4, 5));
	put(scratch(n % 100 + 50));
	for (int i = 0; i < 64; i++)
		__atomic_fetch_add(&table[(i * n) & 63], i, __ATOMIC_SEQ_CST);
	put(hash(table, sizeof table));
	char text[32] = "", *end = text + sizeof text;
	*--end = 0;
	for (unsigned v = seed; v; v /= 10)
		*--end = '0' + v % 10;
	put(strlen(end));
	put(hash(end, strlen(end)));
	return 0;
}
