/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/thread/clone.c. The child is a coroutine of the same instance that enters
 * __wasm_thread_entry (stack.S), so only clones that share the memory are possible here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include "pthread_impl.h"
#include "syscall.h"
#include "wasm_abi.h"

int __clone(int (*func)(void *), void *stack, int flags, void *arg, ...)
{
	va_list ap;
	va_start(ap, arg);
	void *ptid = va_arg(ap, void *);
	void *tls = va_arg(ap, void *);
	void *ctid = va_arg(ap, void *);
	va_end(ap);

	if (!(flags & CLONE_VM)) return -ENOSYS;
	struct wasm_thread_block *block = (void *)((uintptr_t)stack & -16);
	block--;
	block->func = func;
	block->arg = arg;
	block->stack_limit = 0;
	if (flags & CLONE_SETTLS) {
		/* pthread_create has filled the descriptor in; its guard lies below stack_size */
		pthread_t td = (void *)((char *)tls - sizeof *td);
		if (td->stack) block->stack_limit = (uintptr_t)td->stack - td->stack_size;
	} else {
		tls = __builtin_wasm_tls_base();
	}
	return __syscall(SYS_clone, flags, block, ptid, ctid, tls);
}

hidden void __wasm_thread_start(struct wasm_thread_block *block)
{
	int status = block->func(block->arg);
	for (;;) __syscall(SYS_exit, status);
}
