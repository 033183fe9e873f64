/* SPDX-License-Identifier: MIT */
/*
 * The run time of clang's -wasm-enable-sjlj (LLVM: WebAssemblyLowerEmscriptenEHSjLj.cpp), with
 * longjmp.c. A buffer names the activation that called setjmp and the place of the call in it.
 */
#include <setjmp.h>
#include <stdint.h>
#include "jump_buffer.h"
#include "wasm_abi.h"

void __wasm_setjmp(void *env, uint32_t label, void *activation)
{
	struct jump_buffer *b = env;
	b->activation = activation;
	b->label = label;
	b->stack_limit = __wasm_get_stack_limit();
}

/* the label, if the buffer was set by this activation, else 0: the exception goes on */
uint32_t __wasm_setjmp_test(void *env, void *activation)
{
	struct jump_buffer *b = env;
	return b->activation == activation ? b->label : 0;
}
