/* SPDX-License-Identifier: MIT */
/* Taken when the program does not define main(void), which clang names __main_void. */
#include <features.h>

int __main_argc_argv(int, char **);
extern hidden int __wasm_argc;
extern hidden char **__wasm_argv;

int __main_void(void)
{
	return __main_argc_argv(__wasm_argc, __wasm_argv);
}
