/* SPDX-License-Identifier: MIT */
/* Work for the bench: run(0) follows pointers, run(1) hashes bytes, run(2) recurses, run(3)
 * interprets byte code through function pointers. */
#include "runtime.h"

struct node { struct node *left, *right; int key, count; };
static struct node nodes[4096];
static int used;
static u8 bytes[1 << 16];

static noinline struct node *find(struct node **root, int key)
{
	struct node **at = root;
	while (*at && (*at)->key != key)
		at = key < (*at)->key ? &(*at)->left : &(*at)->right;
	if (!*at) {
		struct node *n = &nodes[used++ & 4095];
		*n = (struct node){ 0, 0, key, 0 };
		*at = n;
	}
	return *at;
}

static int pointers(void)
{
	struct node *root = 0;
	unsigned seed = 1, total = 0;
	used = 0;
	for (int i = 0; i < 1000000; i++) {
		seed = seed * 1103515245 + 12345;
		total += ++find(&root, seed >> 20)->count;
	}
	return total;
}

static noinline unsigned hash(const u8 *p, size_t n, unsigned h)
{
	while (n--)
		h = (h ^ *p++) * 16777619u;
	return h;
}

static int hashes(void)
{
	unsigned h = 2166136261u;
	for (int i = 0; i < 1000; i++) {
		bytes[i] = h;
		h = hash(bytes, sizeof bytes, h);
	}
	return h;
}

static noinline int fibonacci(int n)
{
	return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

struct machine { int registers[8]; const u8 *code; int steps; };
typedef void operation(struct machine *m, int a, int b);
static void add(struct machine *m, int a, int b) { m->registers[a] += m->registers[b]; }
static void step(struct machine *m, int a, int b) { m->registers[a] += b + 1; }
static void shift(struct machine *m, int a, int b) { m->registers[a] ^= m->registers[b] >> 3; }
static void jump(struct machine *m, int a, int b) { m->code = bytes + ((a * 8 + b) & 60); }
static operation *const operations[] = { add, step, shift, jump };

static int interpret(void)
{
	struct machine m = { { 1, 2, 3, 4, 5, 6, 7, 8 }, bytes, 0 };
	for (int i = 0; i < 4096; i++)
		bytes[i] = i * 37 + (i >> 3);
	while (m.steps++ < 20000000) {
		u8 op = *m.code++;
		operations[op & 3](&m, op >> 2 & 7, op >> 5);
		if (m.code >= bytes + 4096)
			m.code = bytes;
	}
	return m.registers[0] + m.registers[5];
}

__attribute__((export_name("run"))) int run(int which)
{
	switch (which) {
	case 0: return pointers();
	case 1: return hashes();
	case 2: return fibonacci(36);
	case 3: return interpret();
	}
	return 0;
}
