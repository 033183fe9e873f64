/* SPDX-License-Identifier: MIT */
/*
 * Signal handlers. The kernel cannot put a frame under a suspended wasm frame: its answer to a
 * system call says that a record waits, and libc pulls it, calls the handler and puts the mask
 * back, as the frame and rt_sigreturn do elsewhere. The post-link step leaves functions whose
 * names begin with __wasm_ as they are: after an overflow these run below the stack's limit.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include "pthread_impl.h"
#include "syscall.h"
#include "wasm_abi.h"

/* from syscall_cp.c and pthread_cancel.c, there when the program has cancellation points */
extern weak hidden const char __cp_begin[1], __cp_cancel[1];
hidden weak long __cancel(void);

struct delivery {
	struct wasm_signal_record record;
	ucontext_t context;
};

hidden void __wasm_run_handler(struct delivery *d)
{
	struct wasm_signal_record *r = &d->record;
	if (r->flags & SA_SIGINFO)
		((void (*)(int, siginfo_t *, void *))r->handler)(r->sig, &r->info, &d->context);
	else
		((void (*)(int))r->handler)(r->sig);
}

static int on_stack(const stack_t *ss, const void *p)
{
	return (uintptr_t)p - (uintptr_t)ss->ss_sp < ss->ss_size;
}

/* 0: the handler did not run, since the normal stack is used up and there is no other one */
static int __wasm_run(struct delivery *d, int overflow)
{
	const stack_t *ss = __wasm_altstack();
	int other = (d->record.flags & SA_ONSTACK) && ss->ss_size && !on_stack(ss, d);

	if (overflow && !other) return 0;
	if (other) {
		uintptr_t bottom = (uintptr_t)ss->ss_sp;
		__wasm_on_stack(bottom + ss->ss_size & -16, bottom, d);
	} else {
		__wasm_run_handler(d);
	}
	return 1;
}

/*
 * Runs the handlers that are due. `point`: the interrupted call is a cancellation point and would
 * be made again. 1: it was cancelled.
 */
static int __wasm_deliver(int point, int overflow)
{
	struct delivery d;
	long long answer;
	int cancelled = 0;

	do {
		answer = __wasm_call(WASM_SIGPULL, (long)&d.record, sizeof d.record, 0, 0, 0, 0);
		if ((int)answer != 1) break;
		/* another signal is due on top of this one: elsewhere its frame would be pushed on
		 * this one's and return into it */
		if (answer >> 32 & WASM_SIGNAL) __wasm_deliver(0, overflow);
		memset(&d.context, 0, sizeof d.context);
		memcpy(&d.context.uc_sigmask, d.record.oldmask, _NSIG/8);
		if (point) d.context.uc_mcontext.MC_PC = (uintptr_t)__cp_begin;
		if (!__wasm_run(&d, overflow)) break;
		if (__cp_cancel && d.context.uc_mcontext.MC_PC == (uintptr_t)__cp_cancel) {
			/* asynchronous cancellation need not wait for the call's return */
			if (!point) __cancel();
			cancelled = 1;
		}
		answer = __wasm_call(SYS_rt_sigreturn, (long)&d.context.uc_sigmask, 0, 0, 0, 0, 0);
	} while (answer >> 32 & WASM_SIGNAL);
	return cancelled;
}

/* the slow path of a system call: `answer` has flags in its high half */
hidden long __wasm_interrupted(long long answer, long point, long nr, long a, long b, long c,
	long d, long e, long f)
{
	for (;;) {
		int flags = answer >> 32;
		if (!flags) return answer;
		int again = flags & WASM_AGAIN;
		if (__wasm_deliver(point && again, 0) && point) return -EINTR;
		if (!again) return answer;
		answer = __wasm_call(flags & WASM_NOT_MADE ? nr | WASM_OWED : nr, a, b, c, d, e, f);
	}
}

/* a trap with a handler, see stack.S; when it returns the kernel ends the process */
hidden void __wasm_run_fault_handler(int overflow)
{
	__wasm_deliver(0, overflow);
}
