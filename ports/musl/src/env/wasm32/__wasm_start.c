/* SPDX-License-Identifier: MIT */
/* From _start (crt/wasm32/crt1.S) to main: fills the contract of crt/crt1.c. */
#include <features.h>
#include "libc.h"

int __libc_start_main(int (*)(int, char **, char **), int, char **,
	void (*)(void), void (*)(void), void (*)(void));
void __wasm_call_ctors(void);
int __main_void(void);

hidden int __wasm_argc;
hidden char **__wasm_argv;

/*
 * There is no .init_array: the linker's function runs the constructors. As _start reaches it, the
 * linker does not put another call of it into every exported function.
 */
void __libc_start_init(void)
{
	__wasm_call_ctors();
}

/* clang gives main(void) and main(int, char **) different names: see __main_void.c */
static int call_main(int argc, char **argv, char **envp)
{
	__wasm_argc = argc;
	__wasm_argv = argv;
	return __main_void();
}

hidden void __wasm_start(long *block)
{
	__libc_start_main(call_main, block[0], (char **)(block + 1), 0, 0, 0);
}
