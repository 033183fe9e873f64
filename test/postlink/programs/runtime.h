/* SPDX-License-Identifier: MIT */
/* The little that the test programs need of a C library; they are linked without one. */
#ifndef RUNTIME_H
#define RUNTIME_H
typedef unsigned long size_t;
typedef unsigned char u8;

/* the kernel of the test: 1 writes a number, 2 goes deep in the kernel */
__attribute__((import_module("linux"), import_name("syscall")))
long long kernel(long nr, long a, long b, long c, long d, long e, long f);

#define noinline __attribute__((noinline))
static inline void put(long value)
{
	kernel(1, value, 0, 0, 0, 0, 0);
}

struct jump { void *id; unsigned label; struct { struct jump *env; int value; } argument; };

extern volatile long sink;
size_t strlen(const char *s);
char *strcpy(char *to, const char *from);
#endif
