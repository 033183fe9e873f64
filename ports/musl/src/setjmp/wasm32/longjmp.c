/* SPDX-License-Identifier: MIT */
/* See setjmp.c. The jump is a wasm exception; the compiler names this function for longjmp. */
#include <setjmp.h>
#include "jump_buffer.h"
#include "wasm_abi.h"

#define TAG_OF_C_LONGJMP 1

_Noreturn void __wasm_longjmp(void *env, int value)
{
	struct jump_buffer *b = env;
	b->thrown.env = env;
	b->thrown.value = value ? value : 1;
	/* the jump may leave an alternate signal stack */
	__wasm_set_stack_limit(b->stack_limit);
	__builtin_wasm_throw(TAG_OF_C_LONGJMP, &b->thrown);
	__builtin_unreachable();
}
