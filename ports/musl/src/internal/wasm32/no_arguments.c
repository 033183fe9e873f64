/* SPDX-License-Identifier: MIT */
/* See src/include/stdarg.h. */
#include <stdarg.h>

const long __wasm_no_arguments[8] = { 0 };
