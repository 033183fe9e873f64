/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/thread/syscall_cp.c. There is no program counter: the handler of SIGCANCEL
 * is shown one of these marks while a cancellation point would be made again, and moves it to
 * __cp_cancel (src/signal/wasm32/interrupted.c).
 */
#include "pthread_impl.h"
#include "syscall.h"
#include "wasm_abi.h"

hidden long __cancel(void);

/* in one section, so that they stay in this order */
#define MARK hidden __attribute__((__section__(".rodata.cancellation")))
MARK const char __cp_begin[1] = { 0 };
MARK const char __cp_end[1] = { 0 };
MARK const char __cp_cancel[1] = { 0 };

hidden long __syscall_cp_asm(volatile void *cancel, syscall_arg_t nr, syscall_arg_t u,
	syscall_arg_t v, syscall_arg_t w, syscall_arg_t x, syscall_arg_t y, syscall_arg_t z)
{
	if (*(volatile int *)cancel) return __cancel();
	return __wasm_syscall_cp(nr, u, v, w, x, y, z);
}
