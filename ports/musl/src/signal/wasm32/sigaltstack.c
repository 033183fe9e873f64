/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/signal/sigaltstack.c. Handlers run in interrupted.c, which must know the
 * stack without a call; a new thread has none, as thread-local data starts as zero.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include "syscall.h"
#include "wasm_abi.h"

static _Thread_local stack_t altstack;

hidden stack_t *__wasm_altstack(void)
{
	return &altstack;
}

int sigaltstack(const stack_t *restrict ss, stack_t *restrict old)
{
	stack_t before = altstack;
	char here;
	int inside = (uintptr_t)&here - (uintptr_t)before.ss_sp < before.ss_size;

	if (ss) {
		if (inside) return __syscall_ret(-EPERM);
		if (ss->ss_flags & ~SS_DISABLE) return __syscall_ret(-EINVAL);
		if (!(ss->ss_flags & SS_DISABLE) && ss->ss_size < MINSIGSTKSZ)
			return __syscall_ret(-ENOMEM);
	}
	int r = __syscall(SYS_sigaltstack, ss, old);
	if (r) return __syscall_ret(r);
	if (old && inside) old->ss_flags = SS_ONSTACK;
	if (ss) altstack = ss->ss_flags & SS_DISABLE ? (stack_t){ 0 } : *ss;
	return 0;
}
