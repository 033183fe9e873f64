/* SPDX-License-Identifier: MIT */
#include "runtime.h"

volatile long sink;
/* an export, so that the linker keeps the global; libc defines it in a program */
__asm__(".globl __wasm_stack_limit\n.globaltype __wasm_stack_limit, i32\n__wasm_stack_limit:\n");

void *memcpy(void *to, const void *from, size_t n)
{
	u8 *t = to;
	const u8 *f = from;
	while (n--)
		*t++ = *f++;
	return to;
}

void *memset(void *to, int value, size_t n)
{
	u8 *t = to;
	while (n--)
		*t++ = value;
	return to;
}

size_t strlen(const char *s)
{
	const char *end = s;
	while (*end)
		end++;
	return end - s;
}

char *strcpy(char *to, const char *from)
{
	char *t = to;
	while ((*t++ = *from++))
		;
	return to;
}

/* what the compiler calls for setjmp and longjmp */
void __wasm_setjmp(struct jump *env, unsigned label, void *id)
{
	env->id = id;
	env->label = label;
}

unsigned __wasm_setjmp_test(struct jump *env, void *id)
{
	return env->id == id ? env->label : 0;
}

_Noreturn void __wasm_longjmp(struct jump *env, int value)
{
	env->argument.env = env;
	env->argument.value = value ? value : 1;
	__builtin_wasm_throw(1, &env->argument);
	__builtin_unreachable();
}
